// The same request, finding or change with every name and text as long as Azure and people may make it.

/** Longest names as Azure takes them (https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules), and what people may type. */
const longest: Readonly<Record<string, number>> = {
  name: 64,
  machine: 64,
  resourceGroup: 90,
  rule: 80,
  nsg: 80,
  reason: 500,
  note: 500,
  because: 300,
  message: 300,
  why: 300,
  unread: 300,
  typed: 60,
};

/** What has a meaning of its own, and is no text. */
const codes = /^(unnamed|unknown|several|not-set|shared|fault|done|gone|cancelled|lapsed)$/;

/** @param value of data only, as the books keep it */
export const withLongTexts = <Value>(value: Value): Value =>
  JSON.parse(JSON.stringify(value), (key, part: unknown) =>
    typeof part === 'string' && key in longest && !codes.test(part)
      ? lengthened(part, longest[key] ?? 0)
      : part,
  );

/** Words of a usual length, and one that is far too long to fit into a line. */
function lengthened(text: string, most: number): string {
  const words =
    most > 100 ? ' and the volume of the database is nearly full again' : '-with-a-name-that-never-ends';
  return `${text}${words.repeat(Math.ceil(most / words.length))}`.slice(0, most).trim();
}
