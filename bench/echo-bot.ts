// The yardstick: an echo bot made of the parts of Microsoft's sample 02.echo-bot, as they come out of the box. It answers
// the press of a card's button with a card, as its activity handler does it.
// With `--shared-client` it keeps one connector client for all turns, which is the cheapest known improvement.
import { parseArgs } from 'node:util';
import {
  ActivityHandler,
  type AdaptiveCardInvokeResponse,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  MessageFactory,
} from 'botbuilder';
import restify from 'restify';

type Authentication = ConfigurationBotFrameworkAuthentication;
type Result = Awaited<ReturnType<Authentication['authenticateRequest']>>;
type Factory = ReturnType<Authentication['createConnectorFactory']>;

/** A class because the Bot Framework wants one. */
class SharedClientAuthentication extends ConfigurationBotFrameworkAuthentication {
  #client: ReturnType<Factory['create']> | undefined;

  override async authenticateRequest(
    ...call: Parameters<Authentication['authenticateRequest']>
  ): Promise<Result> {
    const result = await super.authenticateRequest(...call);
    const made = result.connectorFactory;
    if (made === undefined) return result;
    const create: Factory['create'] = (...where) => {
      this.#client ??= made.create(...where);
      return this.#client;
    };
    return { ...result, connectorFactory: { create } };
  }
}

const { values } = parseArgs({
  options: { port: { type: 'string' }, 'shared-client': { type: 'boolean', default: false } },
});

/** A class because the Bot Framework wants one. */
class EchoBot extends ActivityHandler {
  protected override async onAdaptiveCardInvoke(): Promise<AdaptiveCardInvokeResponse> {
    const body = [{ type: 'TextBlock', text: 'Echo: pressed', wrap: true }];
    const value = { type: 'AdaptiveCard', version: '1.5', body };
    return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value };
  }
}

const bot = new EchoBot();
bot.onMessage(async (context, next) => {
  const reply = `Echo: ${context.activity.text}`;
  await context.sendActivity(MessageFactory.text(reply, reply));
  await next();
});

// No app id: authentication is off, as it is for our bot in local mode.
const adapter = new CloudAdapter(
  values['shared-client']
    ? new SharedClientAuthentication({})
    : new ConfigurationBotFrameworkAuthentication({}),
);
adapter.onTurnError = async (_context, error) => {
  console.error(error);
};

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  // Says no more than that it is there: botbuilder's types want it, restify's leave it open.
  const { method = 'POST' } = request;
  await adapter.process(Object.assign(request, { method }), response, (context) => bot.run(context));
});
server.listen(Number(values.port), '127.0.0.1');

process.once('SIGTERM', () => process.exit(0));
