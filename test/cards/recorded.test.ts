// Recorded texts in the reader's language: what is ours is said again, what is not stays as it was, and values are only values.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapeMarkdown } from '../../cards/escape.ts';
import { speaking } from '../../cards/language.ts';
import { sayRecorded, sayRecordedPhrase } from '../../cards/recorded.ts';
import { active, hostile } from './harmless.ts';

const inGerman = (text: string): string => speaking('de-DE', () => sayRecorded(text));
const inJapanese = (text: string): string => speaking('ja-JP', () => sayRecorded(text));
/** As texts were shown before they could be said again. */
const asBefore = (text: string): string => escapeMarkdown(/[.!?。]\s*$/.test(text) ? text : `${text}.`, 400);

describe('a recorded text', () => {
  const cases: readonly (readonly [what: string, recorded: string, german: string, japanese: string])[] = [
    [
      'a sentence',
      'Azure did not answer in time.',
      'Azure hat nicht rechtzeitig geantwortet.',
      'Azure が時間内に応答しませんでした。',
    ],
    [
      'a phrase, with a full stop',
      'no on-call channel is set',
      'Es ist kein Bereitschaftskanal festgelegt.',
      'オンコール チャネルが設定されていません。',
    ],
    [
      'a value',
      'The bot lacks the right Microsoft.Network/networkSecurityGroups/read in Azure.',
      'Dem Bot fehlt in Azure das Recht Microsoft.Network/networkSecurityGroups/read.',
      'ボットに Azure の権限 Microsoft.Network/networkSecurityGroups/read がありません。',
    ],
    [
      'words of ours as a value',
      'Azure described a subnet in a way the bot does not understand.',
      'Azure hat ein Subnetz auf eine Weise beschrieben, die der Bot nicht versteht.',
      'Azure が返したサブネットの記述を、ボットは解釈できません。',
    ],
    [
      'a rule whose name is not repeated',
      'Azure described the rule with an unusual name of nsg-web only in part: what it lets in is unknown.',
      'Azure hat die Regel mit ungewöhnlichem Namen von nsg-web nur teilweise beschrieben: Was sie hereinlässt, ist nicht bekannt.',
      'Azure が返した nsg-web の規則（特殊な名前）の記述は一部だけでした。何を通すのかは不明です。',
    ],
    [
      'several reasons of Azure, with a time and a list',
      "Azure refused it as outside of the machine's JIT policy: the time of 3 h is longer than the 1 h 30 min it allows now; the source 203.0.113.7 is outside of what it allows now, 10.0.0.0/8, 192.0.2.0/24 and 3 more.",
      'Azure hat es als außerhalb der JIT-Richtlinie der Maschine abgelehnt: Zeit von 3 h ist länger als die jetzt zugelassene von 1 h 30 min; Quelle 203.0.113.7 liegt außerhalb dessen, was sie jetzt zulässt: 10.0.0.0/8, 192.0.2.0/24 und 3 weitere.',
      'Azure はマシンの JIT ポリシーの範囲外として拒否しました: 時間 3時間（現在の上限は 1時間30分）；接続元 203.0.113.7（ポリシーが現在許可しているのは 10.0.0.0/8、192.0.2.0/24、ほか3件）。',
    ],
    [
      'a port, where several are allowed',
      "Azure refused it as outside of the machine's JIT policy: port 22 is not in the policy, which allows 3389, 5986 now.",
      'Azure hat es als außerhalb der JIT-Richtlinie der Maschine abgelehnt: Port 22 ist nicht in der Richtlinie, die jetzt Folgendes zulässt: 3389, 5986.',
      'Azure はマシンの JIT ポリシーの範囲外として拒否しました: ポート 22（ポリシーが現在許可しているのは 3389、5986）。',
    ],
    [
      'a sentence and what followed it',
      "Azure says that the port, the source or the time is outside of the machine's JIT policy. What it allows now could not be read: Azure did not answer in time.",
      'Laut Azure liegt der Port, die Quelle oder die Zeit außerhalb der JIT-Richtlinie der Maschine. Was sie jetzt zulässt, konnte nicht gelesen werden: Azure hat nicht rechtzeitig geantwortet.',
      'Azure によると、ポート、接続元、または時間がマシンの JIT ポリシーの範囲外です。現在何を許可しているかは読み取れませんでした: Azure が時間内に応答しませんでした。',
    ],
    [
      'what to write, as people write it',
      'Azure takes no JIT policy while the plan of Defender for Servers is off for this subscription. To turn it on, write “turn on defender for Production”.',
      'Azure nimmt keine JIT-Richtlinie an, solange der Plan von Defender for Servers für dieses Abonnement ausgeschaltet ist. Schreiben Sie zum Einschalten „turn on defender for Production“.',
      'このサブスクリプションで Defender for Servers のプランがオフの間、Azure は JIT ポリシーを受け付けません。オンにするには「turn on defender for Production」と入力してください。',
    ],
    [
      'a fault of a post to one person, with a semicolon',
      'To Grace Hopper alone: Teams did not confirm the message; it may have been posted.',
      'Nur an Grace Hopper: Teams hat die Nachricht nicht bestätigt; vielleicht wurde sie gesendet.',
      'Grace Hopper のみへの通知: Teams がメッセージを確認しませんでした。投稿された可能性があります。',
    ],
    [
      'a channel that is gone, and people who cannot be reached',
      'Teams does not let the bot write here, and Grace Hopper and Joan Clarke could not be written to alone: whoever is on call must add the bot, or write to it in a personal chat',
      'Teams lässt den Bot hier nicht schreiben, und persönliche Nachrichten waren nicht möglich an: Grace Hopper und Joan Clarke. Wer Bereitschaft hat, muss den Bot hinzufügen oder ihm in einem persönlichen Chat schreiben.',
      'Teams により、ボットはここに書き込めません。また、個別の送信もできませんでした（Grace Hopper、Joan Clarke）。オンコールの担当者は、ボットを追加するか、個人チャットでボットに書き込む必要があります。',
    ],
    [
      'doubts about several rules',
      'rule allow-app (priority 200): service tag AzureCloud; rule allow-web (priority 300): application security group',
      'Regel allow-app (Priorität 200): Diensttag AzureCloud; Regel allow-web (Priorität 300): Anwendungssicherheitsgruppe.',
      '規則 allow-app（優先度 200）: サービス タグ AzureCloud；規則 allow-web（優先度 300）: アプリケーション セキュリティ グループ。',
    ],
  ];
  for (const [what, recorded, german, japanese] of cases) {
    it(`is said in German: ${what}`, () => {
      assert.equal(inGerman(recorded), german);
    });
    it(`is said in Japanese: ${what}`, () => {
      assert.equal(inJapanese(recorded), japanese);
    });
    it(`stays as it was in English: ${what}`, () => {
      assert.equal(sayRecorded(recorded), asBefore(recorded));
    });
  }

  it('keeps what is not known inside of what is', () => {
    assert.equal(
      inGerman('To Grace Hopper alone: Teams was painted green.'),
      'Nur an Grace Hopper: Teams was painted green.',
    );
  });

  it('of very many doubts says only the first', () => {
    const doubts = Array.from({ length: 9 }, (_, at) => `rule r${at} (priority ${at}): protocol 7`);
    assert.equal(
      inGerman(doubts.join('; ')),
      'Regel r0 (Priorität 0): Protokoll 7; Regel r1 (Priorität 1): Protokoll 7; Regel r2 (Priorität 2): Protokoll 7; Regel r3 (Priorität 3): Protokoll 7; Regel r4 (Priorität 4): Protokoll 7; und weitere.',
    );
  });

  it('has no full stop in the middle of a sentence', () => {
    assert.deepEqual(
      speaking('de-DE', () =>
        ['service tag Sql', 'Azure does not answer.'].map((text) => sayRecordedPhrase(text)),
      ),
      ['Diensttag Sql', 'Azure antwortet nicht'],
    );
  });
});

describe('what people typed', () => {
  const typed = fc
    .array(
      fc.oneof(
        hostile,
        fc.constantFrom(' alone: ', '; ', ' and ', '{0}', 'Azure does not answer.', 'rule a (priority 1): '),
      ),
      { maxLength: 3 },
    )
    .map((pieces) => pieces.join(''));

  it('is as harmless in a text of ours as anywhere, in every language', () => {
    fc.assert(
      fc.property(typed, fc.constantFrom('en-GB', 'de-DE', 'ja-JP'), (name, locale) => {
        const text = `Azure described the rule allow-app of ${name} only in part.`;
        const said = speaking(locale, () => sayRecorded(text));
        const found = Object.entries(active).filter(([, pattern]) => pattern.test(said));
        assert.deepEqual(
          found.map(([what]) => what),
          [],
        );
      }),
    );
  });

  it('is shown as the value that it is, whatever it says', () => {
    fc.assert(
      fc.property(
        typed.filter((name) => !/ alone: |; |[\n\r\u2028\u2029]/.test(name) && name !== ''),
        (name) => {
          const said = inGerman(`To ${name} alone: Teams could not be reached.`);
          assert.equal(said, `Nur an ${escapeMarkdown(name)}: Teams war nicht erreichbar.`);
        },
      ),
    );
  });

  it('cannot hide anything by saying what we say', () => {
    assert.equal(
      inGerman('To Ada alone: all is well. Not to Grace alone: Teams could not be reached.'),
      'Nur an Ada: all is well. Not to Grace alone: Teams could not be reached.',
    );
  });

  it('comes out as ever where it is all there is', () => {
    fc.assert(
      fc.property(typed, fc.constantFrom('en-GB', 'de-DE', 'ja-JP'), (text, locale) => {
        assert.equal(
          speaking(locale, () => sayRecorded(`x${text}`)),
          asBefore(`x${text}`),
        );
      }),
    );
  });

  it('costs no time that grows with it', () => {
    const text = `To ${' alone: rule a (priority '.repeat(1000)}`;
    assert.equal(inGerman(text), asBefore(text));
  });
});
