// What the YAML parser finds wrong, in sentences that say what to do next.
import type { YAMLError } from 'yaml';

const quotes = 'put a text with such characters into single quotes';
const indentation =
  'is not indented as its block is; begin it in the same column as the other lines of the block';
const twoQuotes = "within single quotes write two for one: 'Customers'' data'";
const brackets = "put a text with brackets into single quotes: '[A-Z]+-\\d+'";

/** @param text The whole file. */
export function yamlWords(error: YAMLError, text: string): string {
  const rest = text.slice(error.pos[0]);
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'Lines are indented by blanks here, not by tabs.';
    case 'MULTIPLE_DOCS':
      return 'The file may hold one document only; remove what follows the line of dashes.';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return /^[^\n]*:\s/.test(rest)
        ? 'This is no value; put a text with a colon and a blank in it into quotes.'
        : `The line after this one ${indentation}.`;
    case 'NON_STRING_KEY':
      return 'A name must be a word here; write it as text.';
    case 'TAG_RESOLVE_FAILED':
      return 'Tags (!name) are not read here; leave the tag out, or put the text into quotes.';
    case 'BAD_DQ_ESCAPE':
      return "In double quotes a backslash means something else; use single quotes, or none: 'INC-\\d+'.";
    case 'BAD_SCALAR_START':
      return `A text cannot begin with ${rest[0] ?? 'this'} here; put it into quotes.`;
    case 'BAD_ALIAS':
      return rest.startsWith('*')
        ? aliasWords
        : `A text cannot begin with ${rest[0] ?? 'this'} here; put it into quotes.`;
    case 'BAD_INDENT':
      return /end with a/.test(error.message)
        ? `A bracket or brace is not closed; close it, or ${brackets}.`
        : `This line ${indentation}.`;
    case 'MISSING_CHAR':
      return missingWords(error.message, rest);
    case 'MULTILINE_IMPLICIT_KEY':
      return 'A key must stand on one line, with a colon and a blank after it: “version: 1”; put a text of several lines into quotes.';
    case 'UNEXPECTED_TOKEN':
      return unexpectedWords(error.message, text.slice(0, error.pos[0]).trimEnd());
    case 'BLOCK_IN_FLOW':
      return 'Within brackets and braces everything is written with brackets and braces; begin no list with a dash in them.';
    case 'KEY_OVER_1024_CHARS':
      return 'This key is longer than 1,024 characters; write a shorter one.';
    case 'RESOURCE_EXHAUSTION':
      return tooDeepWords;
    default:
      return `This is not YAML (${error.message.replace(/\.$/, '')}); ${quotes}, or take it out.`;
  }
}

export const tooDeepWords = 'The file is nested too deeply; write it flat.';

/** A `*` at the beginning of a text: hardly ever meant as YAML means it. */
export const aliasWords =
  "A text that begins with * must stand in quotes, as in ['*-prod']; aliases (*name) are not read here.";

function unexpectedWords(message: string, before: string): string {
  if (/at node end/.test(message) && before.endsWith("'")) return `Text goes on after a quote; ${twoQuotes}.`;
  if (/at node end/.test(message) && /[\]}]$/.test(before))
    return `Text goes on after a bracket; ${brackets}.`;
  return `This does not belong here (${message.replace(/\.$/, '')}); ${quotes}, and end the line after the value.`;
}

function missingWords(message: string, rest: string): string {
  const text = message.replace(/\.$/, '');
  if (/quote/i.test(message)) return `A quote is not closed; close it, and ${twoQuotes}.`;
  if (/without - indicator/.test(message)) return `This line ${indentation}.`;
  if (/flow/i.test(message)) return `A comma or a bracket is missing (${text}); write it, or ${brackets}.`;
  if (/^\S*:\S/.test(rest)) return 'A blank is missing after the colon; write “version: 1”.';
  return `Something is missing (${text}); write keys as “version: 1”, and put texts with such characters into single quotes.`;
}
