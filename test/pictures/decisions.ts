// What approvers, on-call and admins see: a request for approval, broken glass, a port that does not shut, who has access.
import type { Locator } from 'playwright-core';
import { becomes, type ChatWindow, press } from '../browser/chat-window.ts';
import type { Stage, Story } from './stage.ts';

export const decisions: Story = {
  pictures: [
    ...['approval', 'quickstart-approved', 'my-access', 'status'],
    ...['break-glass', 'overdue', 'who-has-access'],
  ],
  async live({ local, window, part }: Stage) {
    // Azure's rule for this machine will not go by itself.
    await fetch(`${local.azureUrl}/_sandbox/quirks/app-01`, {
      method: 'PUT',
      body: JSON.stringify({ ruleGoesAfterMs: 'never' }),
    });
    const onCall = await local.open('grace/on-call');
    await onCall.ask('@JIT Access use this channel for on-call');
    const grace = await local.open('grace/approvals');
    await grace.ask('@JIT Access use this channel for approvals');
    const linus = await local.open('linus/personal');
    const stuck = await linus.ask('ssh to app-01 for 1m from 203.0.113.12');
    await press(stuck, 'Request');

    const ada = await local.open('ada/personal');
    for (const one of [ada, grace]) await beside(one, 'prod-sql-1');
    const own = await ada.ask('sql prod-sql-1 5m from 203.0.113.7 because INC-1');
    await press(own, 'Request');
    const asked = lastCard(grace);
    await becomes(asked, 'Waiting for approval');
    await window('approval', grace.page);
    await press(asked, 'Approve');
    await becomes(own, 'Ready', 60);
    await ada.messages.filter({ hasText: 'Ready: prod-sql-1' }).waitFor();
    await window('quickstart-approved', ada.page);
    await part('my-access', (await ada.ask('my access')).getByTestId('card'));
    await part('status', (await ada.ask('status prod-sql-1')).getByTestId('card'));

    const emergency = await ada.ask(
      'break glass sql prod-sql-1 for 30m from 203.0.113.9 because INC-2 disk full',
    );
    await becomes(emergency, 'Ready', 60);
    const review = grace.page.getByTestId('card').filter({ hasText: 'INC-2 disk full' }).last();
    await becomes(review, 'Break glass');
    await part('break-glass', review);

    await becomes(stuck, 'Overdue', 150);
    const loud = onCall.messages.filter({ hasText: 'OVERDUE since its end' });
    await loud.waitFor();
    await beside(onCall, 'app-01');
    await window('overdue', onCall.page);
    const graceAlone = await local.open('grace/personal');
    await part('who-has-access', (await graceAlone.ask('who has access')).getByTestId('card'));
  },
};

const lastCard = ({ page }: ChatWindow): Locator => page.getByTestId('card').last();

/** Chooses the machine whose rules stand beside the chat. */
async function beside({ page }: ChatWindow, machine: string): Promise<void> {
  await page.getByLabel('Machine').selectOption({ label: machine });
  await page.locator('[data-testid=nsg-rule]').first().waitFor();
}
