// Reads single values out of rows; a column of another type is a mistake of ours and says so.
import type { Instant } from '../domain/time.ts';
import type { Row } from './database.ts';

export const textIn = (row: Row, column: string): string => {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`);
  return value;
};

/** `undefined` for null. */
export const optionalTextIn = (row: Row, column: string): string | undefined =>
  row[column] === null ? undefined : textIn(row, column);

/** `undefined` for null. */
export const instantIn = (row: Row, column: string): Instant | undefined => {
  const value = row[column];
  if (value === null) return undefined;
  if (!(value instanceof Date)) throw new TypeError(`column ${column} holds no time`);
  return value.getTime();
};
