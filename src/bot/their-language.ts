// Answers a turn in the language of the one who spoke.
import type { Middleware } from 'botbuilder';
import { type Language, speaking } from '../../cards/language.ts';
import { localeOf } from '../teams/said.ts';

/** To be registered first: all that comes of the turn is said in it. @param usual where a client does not say which */
export const inTheirLanguage = (usual: Language): Middleware => ({
  onTurn: (context, next) => speaking(localeOf(context.activity) ?? usual, next),
});
