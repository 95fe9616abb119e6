// docs/faq.md says of every answer how sure it is, and its figures are those of the code.
import assert from 'node:assert/strict';
import { defaultPace } from '../../src/domain/pace.ts';
import { textOf } from './all-guides.ts';

const guide = textOf('docs/faq.md');
const answers = guide
  .split(/^### /m)
  .slice(1)
  .map((text) => ({ question: text.split('\n')[0] ?? '', answer: text.split(/^## /m)[0] ?? '' }));
const grades = /\*(documented|recorded|reported|inferred|not known|the bot)\b/i;

describe('docs/faq.md', () => {
  it('answers many questions', () => assert.ok(answers.length > 25, `${answers.length}`));

  for (const { question, answer } of answers)
    it(`says how sure the answer is: ${question}`, () => assert.match(answer, grades));

  it('explains each grade that it uses, and says what was not tried', () => {
    for (const grade of ['Documented', 'Recorded', 'Reported', 'Inferred', 'Not known', 'The bot'])
      assert.ok(guide.includes(`- **${grade}**`), grade);
    assert.match(guide, /None of it was tried against real Azure/);
  });

  it('names settings that there are', () => {
    const settings = textOf('docs/configuration.md');
    const named = [...guide.matchAll(/`([A-Z]+(?:_[A-Z]+)+|REVOKE)\b/g)].map(([, name = '']) => name);
    assert.ok(named.length > 4);
    assert.deepEqual(
      named.filter((name) => !settings.includes(`| \`${name}\` |`)),
      [],
    );
  });

  it('has the times of the code', () => {
    const { openTimeout, closeGrace, doubt } = defaultPace;
    assert.deepEqual([openTimeout, closeGrace, doubt], [180, 300, 30]);
    for (const words of ['After three minutes (`OPEN_T', 'After five\nminutes (`CLOSE_G', 'half a minute'])
      assert.ok(guide.includes(words), words);
  });
});
