// What an admin sees: how far JIT is set up, a machine that gets it and is open all the same, and what is open beside it.
import type { Locator } from 'playwright-core';
import { becomes, press } from '../browser/chat-window.ts';
import type { Stage, Story } from './stage.ts';

export const settingUp: Story = {
  pictures: [
    ...['setup-status', 'setup-enable', 'setup-defeated', 'setup-plan', 'setup-difference', 'setup-open'],
    'audit-ports',
  ],
  async live({ local, window, part }: Stage) {
    const { ask, page } = await local.open('grace/personal');
    const says = (answer: Locator, words: string | RegExp) => answer.getByText(words).first().waitFor();
    const cardOf = (answer: Locator) => answer.getByTestId('card');
    const beside = (machine: string) => page.getByLabel('Machine').selectOption({ label: machine });

    const status = await ask('jit status');
    await says(status, 'Just-in-time access in 3 subscriptions');
    await part('setup-status', cardOf(status));

    await beside('build-01');
    const enable = await ask('enable jit on build-01');
    await says(enable, /build-01 port 22 \(SSH\) is open now/);
    await window('setup-enable', page, cardOf(enable));
    await press(enable, 'Turn JIT on');
    await becomes(enable, 'Set up, but older rules defeat it');
    await page.locator('[data-testid=nsg-rule][data-kind=jit-deny]').first().waitFor();
    await window('setup-defeated', page, cardOf(enable));

    await says(await ask('enable jit on demo-01'), /turn on defender for Sandbox/);
    const plan = await ask('turn on defender for Sandbox');
    await says(plan, /This costs money/);
    await part('setup-plan', cardOf(plan));

    const configure = await ask('configure jit on web-01');
    await configure.getByLabel('Longest').first().fill('1h');
    await configure.getByLabel('Sources').first().fill('203.0.113.0/24');
    await configure.getByLabel('Port').nth(2).fill('');
    await press(configure, 'Show the difference');
    await becomes(configure, 'Configure JIT · nothing written yet: check the difference');
    await part('setup-difference', cardOf(configure));

    await beside('legacy-01');
    const disable = await ask('disable jit on legacy-01');
    await says(disable, 'This leaves a machine open to the whole internet: legacy-01 port 3389 (RDP).');
    await window('setup-open', page, cardOf(disable));
    await press(disable, 'Cancel');

    await part('audit-ports', cardOf(await ask('audit ports')));
  },
};
