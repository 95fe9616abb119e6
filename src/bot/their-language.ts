// Answers a turn in the language of the one who spoke.
import { type Activity, ActivityTypes, type Middleware } from 'botbuilder';
import { type Language, speaking } from '../../cards/language.ts';
import { localeOf, statedType } from '../teams/said.ts';

/**
 * To be registered first: all that comes of the turn is said in it.
 * @param usual where a client does not say which, and for news of a place where several read: nobody there spoke
 */
export const inTheirLanguage = (usual: Language): Middleware => ({
  onTurn: ({ activity }, next) => {
    const theirs = isNews(activity) && !isPersonal(activity) ? undefined : localeOf(activity);
    return speaking(theirs ?? usual, next);
  },
});

const isNews = ({ type }: Activity): boolean =>
  type === ActivityTypes.ConversationUpdate || type === ActivityTypes.InstallationUpdate;

/** Whether one person alone reads what is said there. */
export const isPersonal = ({ conversation }: Pick<Activity, 'conversation'>): boolean =>
  conversation === undefined || statedType(conversation) === 'personal';
