// The card that changes a machine's ports: first what they are to be, then what differs from today.
import { shownRows } from '../../src/domain/setup/port-rows.ts';
import type { PortSetting } from '../../src/domain/setup/port-setting.ts';
import type { Asked, SetupDraft } from '../../src/domain/setup/setup-change.ts';
import { policyName } from '../azure-names.ts';
import { asIs, say } from '../escape.ts';
import { listText } from '../list-words.ts';
import type { Drawn } from '../status-card.ts';
import difference from '../templates/setup-difference.json' with { type: 'json' };
import template from '../templates/setup-rows.json' with { type: 'json' };
import { differenceSections, widerText } from './difference-words.ts';
import { askingWord, draftNotes } from './draft-notes.ts';
import { problemText } from './problem-words.ts';
import { setupSheet, shortened } from './setup-sheet.ts';
import { aboutPlace, aboutText, settingText, workText } from './setup-words.ts';

type AskedConfigure = Extract<Asked, { kind: 'configure' }>;

/** The form, or the difference once what was typed has been understood. */
export const configureCard = (draft: SetupDraft, asked: AskedConfigure): Drawn =>
  asked.wanted === undefined ? formCard(draft, asked) : differenceCard(draft, asked, asked.wanted);

const common = (draft: SetupDraft, asked: AskedConfigure, most: number) => ({
  title: aboutText(asked),
  place: aboutPlace(asked),
  problems: draft.problems.map(problemText).slice(0, most),
  notes: draftNotes(draft),
  wide: true as const,
});

const formCard = (draft: SetupDraft, asked: AskedConfigure): Drawn =>
  shortened((most) =>
    setupSheet(draft, {
      ...common(draft, asked, most),
      look: 'asking',
      word: askingWord(asked),
      summary: say`${asIs(workText(asked))}: write what is to change`,
      lines: [
        say`What the JIT policy ${asIs(policiesText(asked))} says today: ${asIs(todayText(asked.target.before, Math.min(most, 8)))}`,
        say`Clear a port to take it out, and use the empty lines to add one. An empty time is 3 h; sources are addresses and CIDRs, or “any”. Nothing is written before you have seen the difference.`,
      ],
      form: {
        template,
        scope: {
          rows: shownRows(asked.rows).map(({ port, protocol, longest, sources }, row) => ({
            row,
            port: asIs(port),
            protocol: asIs(protocol === '' ? '*' : protocol),
            longest: asIs(longest),
            sources: asIs(sources),
          })),
        },
      },
    }),
  );

function differenceCard(draft: SetupDraft, asked: AskedConfigure, wanted: readonly PortSetting[]): Drawn {
  const { before } = asked.target;
  const wider = widerText(before, wanted);
  return shortened((most) =>
    setupSheet(draft, {
      ...common(draft, asked, most),
      look: 'asking',
      word: say`${asIs(askingWord(asked))}: check the difference`,
      summary: say`${asIs(workText(asked))}: check the difference and confirm it`,
      warnings: wider === undefined ? [] : [wider],
      lines: [say`What changes in the JIT policy ${asIs(policiesText(asked))} (today → then):`],
      sections: differenceSections(before, wanted, most),
      effects: [say`Only this machine’s entry is written; what else stands in the policy is kept.`],
      form: { template: difference, scope: { round: asIs(String(draft.round)) } },
    }),
  );
}

const policiesText = ({ target }: AskedConfigure): string =>
  listText(
    target.policyIds.map((id) => `**${policyName(id)}**`),
    4,
  );

const todayText = (before: readonly PortSetting[], most: number): string =>
  before.length === 0 ? say`nothing.` : `\n${listed(before.map(settingText), most)}`;

function listed(texts: readonly string[], most: number): string {
  const more = texts.length - most;
  return [...texts.slice(0, most), ...(more > 0 ? [say`and ${more} more`] : [])]
    .map((text) => `- ${text}`)
    .join('\n');
}
