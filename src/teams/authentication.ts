// botbuilder's authentication with our own admission before and after it, and shared connector clients behind it.
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { type AdmissionRules, type Arriving, admitChannel, admitOrigin } from './admission.ts';
import { type ExpectedToken, problemOfClaims, problemOfHeader } from './bot-framework-token.ts';
import type { Connectors } from './connector.ts';
import { withinLimit } from './time-limit.ts';

type Inner = ConfigurationBotFrameworkAuthentication;
type Options = ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[0];
type Activity = Parameters<Inner['authenticateRequest']>[0];
type Result = Awaited<ReturnType<Inner['authenticateRequest']>>;
type Claims = Parameters<Inner['createConnectorFactory']>[0];
type UserTokenClient = Awaited<ReturnType<Inner['createUserTokenClient']>>;

/** The caller did not prove to be the Bot Framework. The SDK's reason is in `cause`, for the log only. */
export class NotAuthenticated extends Error {
  override readonly name = 'NotAuthenticated';
}

export interface GuardRules extends AdmissionRules {
  /** `undefined`: authentication is off. */
  readonly token: ExpectedToken | undefined;
}

/** A class because the Bot Framework wants one. */
export class GuardedAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #rules: GuardRules;
  readonly #connectors: Connectors;
  readonly #limitMilliseconds: number;
  #userTokenClient: Promise<UserTokenClient> | undefined;

  /** @param limitMilliseconds for checking a token, which may have to fetch Microsoft's signing keys */
  constructor(options: Options, rules: GuardRules, connectors: Connectors, limitMilliseconds: number) {
    super(options);
    this.#rules = rules;
    this.#connectors = connectors;
    this.#limitMilliseconds = limitMilliseconds;
  }

  /**
   * Whether this header is worth reading a body for.
   * @param authorization `''` where there was none
   * @throws NotAuthenticated
   */
  screen(authorization: string): void {
    const { token } = this.#rules;
    if (token !== undefined) refuseFor(problemOfHeader(authorization, token));
  }

  /** @throws NotAdmitted, NotAuthenticated; anything else means that it could not be checked. */
  override async authenticateRequest(activity: Activity, authorization: string): Promise<Result> {
    const arriving = arrivingIn(activity);
    admitChannel(arriving, this.#rules);
    this.screen(authorization);
    const result = await withinLimit(this.#limitMilliseconds, () =>
      super.authenticateRequest(activity, authorization).catch((error: unknown) => {
        throw isAboutTheToken(error)
          ? new NotAuthenticated('The token was not accepted', { cause: error })
          : error;
      }),
    );
    const { token } = this.#rules;
    const proven = Object.fromEntries(result.claimsIdentity.claims.map(({ type, value }) => [type, value]));
    if (token !== undefined) refuseFor(problemOfClaims(proven, token, activity.serviceUrl));
    admitOrigin(arriving, this.#rules);
    if (result.connectorFactory === undefined) return result;
    return { ...result, connectorFactory: this.#connectors.through(result.connectorFactory) };
  }

  override createConnectorFactory(claims: Claims) {
    return this.#connectors.through(super.createConnectorFactory(claims));
  }

  /** One for all turns: only signing in uses it, and botbuilder makes one each turn. */
  override createUserTokenClient(claims: Claims): Promise<UserTokenClient> {
    // A turn that came without authentication (local mode) names no app, as one that the bot begins does; a sign-in card needs a name.
    if (claims.getClaimValue('aud') === null) claims.claims.push({ type: 'aud', value: '' });
    this.#userTokenClient ??= super.createUserTokenClient(claims).catch((error: unknown) => {
      this.#userTokenClient = undefined;
      throw error;
    });
    return this.#userTokenClient;
  }
}

function refuseFor(problem: string | undefined): void {
  if (problem !== undefined)
    throw new NotAuthenticated('The token was not accepted', {
      cause: new Error(`Of the token: ${problem}.`),
    });
}

function arrivingIn({ channelId, serviceUrl, from, conversation, channelData }: Activity): Arriving {
  // In a shared channel the place is ours and who writes may not be; then their account names its tenant.
  const sender: unknown = Reflect.get(from ?? {}, 'tenantId');
  const tenantIds = [conversation?.tenantId, channelData?.tenant?.id, sender];
  return { channelId, serviceUrl, tenantIds: tenantIds.filter((id) => typeof id === 'string') };
}

const tokenErrors: ReadonlySet<string> = new Set([
  'JsonWebTokenError',
  'TokenExpiredError',
  'NotBeforeError',
]);

/** True for a bad token; false where the signing keys could not be fetched, which says nothing of the caller. */
const isAboutTheToken = (error: unknown): boolean =>
  error instanceof Error &&
  (tokenErrors.has(error.name) || ('statusCode' in error && error.statusCode === 401));
