// The first thing a newcomer does: asked, open, warned, closed; and a form that finds one's own address.
import { becomes, press } from '../browser/chat-window.ts';
import type { Stage, Story } from './stage.ts';

export const firstRequest: Story = {
  pictures: ['quickstart-form', 'local-world', 'ends-soon', 'quickstart-closed', 'form', 'address-page'],
  async live({ local, window, part }: Stage) {
    const onCall = await local.open('grace/on-call');
    await onCall.ask('@JIT Access use this channel for on-call');
    const { page, ask, messages } = await local.open('ada/personal');

    const card = await ask('rdp to web-01 for 1m from 203.0.113.7');
    await becomes(card, 'Not sent yet');
    await window('quickstart-form', page);
    await press(card, 'Request');
    await becomes(card, 'Ready');
    await messages.filter({ hasText: 'Ready: web-01 port 3389' }).waitFor();
    await window('local-world', page);
    const warning = page.getByTestId('card').filter({ hasText: 'Ends soon' });
    await warning.waitFor({ timeout: 90_000 });
    await window('ends-soon', page);
    await becomes(card, 'Closed', 90);
    await messages.filter({ hasText: 'Closed: web-01 port 3389' }).waitFor();
    await window('quickstart-closed', page);

    const form = await ask('ssh to db-2 for 30m because INC-1234 disk full');
    await becomes(form, 'Not sent yet');
    await part('form', form.getByTestId('card'));
    const opened = local.browser.context.waitForEvent('page');
    await form.getByRole('link', { name: 'Use my address' }).click();
    const addressPage = await opened;
    await addressPage.getByRole('button', { name: 'Use this address' }).waitFor();
    await part('address-page', addressPage.locator('main'));
  },
};
