// Approvers in words.
import { equal } from 'node:assert/strict';
import { partiesText } from '../../cards/party-words.ts';
import { evil, isHarmful } from './card-reading.ts';
import { grace } from './samples.ts';

const person = { kind: 'person', ...grace } as const;
const group = (name: string) => ({ kind: 'group', id: 'g-1', name }) as const;

describe('partiesText', () => {
  it('names people, groups and parts of the team', () => {
    equal(
      partiesText([person, group('sre-leads'), { kind: 'team', part: 'owners' }]),
      'Grace Admin, the group sre-leads or the owners of the approvals team',
    );
  });

  it('says the same thing once', () => equal(partiesText([person, person]), 'Grace Admin'));

  it('cuts a long list and says how many more there are', () => {
    const groups = Array.from({ length: 9 }, (_, index) => group(`g${index}`));
    equal(partiesText(groups).endsWith('the group g5 or 3 more'), true);
    equal(partiesText(groups, 2), 'the group g0, the group g1 or 7 more');
  });

  it('falls back to the id where there is no name to read', () => {
    equal(partiesText([group('\u200b')]), 'the group g-1');
  });

  it('shows hostile names as text', () => {
    equal(isHarmful(partiesText([{ ...person, name: evil }, group(evil)])), false);
  });
});
