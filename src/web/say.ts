// How pages say things: in the language that is spoken, as plain text, which `html` then writes down safely.
import { plainPen, sayWith } from '../../cards/pen.ts';

export const say = sayWith(plainPen);
