// Reads what a bot tells Prometheus, as Prometheus does: one number for each name with its labels.

/**
 * @returns by name and labels, as they stand in the text
 * @throws Error where a line is not of the text format
 *   (https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details)
 */
export async function scrape(port: number): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status}: ${text}`);
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const found =
          /^(?<name>[a-z_:][\w:]*(?:\{(?:[a-z_]\w*="(?:[^"\\]|\\.)*",?)*\})?) (?<value>\S+)$/i.exec(line);
        const value = Number(found?.groups?.value?.replace('+Inf', 'Infinity'));
        if (found?.groups?.name === undefined || Number.isNaN(value)) throw new Error(`no metric: ${line}`);
        return [found.groups.name, value];
      }),
  );
}

/** The names alone, without labels. */
export const namesIn = (numbers: ReadonlyMap<string, number>): ReadonlySet<string> =>
  new Set([...numbers.keys()].map((name) => name.replace(/\{.*/, '')));
