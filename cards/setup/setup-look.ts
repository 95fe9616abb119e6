// The one table of words and colours for changes of the setup.
import { toSay } from '../escape.ts';
import { look, type StatusLook } from '../status.ts';

/** Everything a change of the setup can look like. `on` and `changed` are said only of what was proven. */
export type SetupLook =
  | 'asking'
  | 'working'
  | 'setback'
  | 'on'
  | 'changed'
  | 'plan-on'
  | 'already'
  | 'off'
  | 'off-unknown'
  | 'off-open'
  | 'defeated'
  | 'defeated-open'
  | 'unproven'
  | 'in-doubt'
  | 'overtaken'
  | 'gone'
  | 'failed'
  | 'cancelled'
  | 'lapsed';

/** Every look has its words and colours. */
export const setupLooks: Readonly<Record<SetupLook, StatusLook>> = {
  asking: look(toSay('Nothing written yet'), 'accent'),
  working: look(toSay('Being carried out'), 'accent'),
  setback: look(toSay('Being carried out, with setbacks'), 'warning'),
  on: look(toSay('JIT is on'), 'good'),
  changed: look(toSay('Settings changed'), 'good'),
  'plan-on': look(toSay('Defender for Servers Plan 2 is on'), 'good'),
  already: look(toSay('It was so already'), 'emphasis'),
  off: look(toSay('JIT is off'), 'emphasis'),
  'off-unknown': look(toSay('JIT is off; what is open cannot be told'), 'warning'),
  'off-open': look(toSay('JIT is off, and ports are open'), 'attention'),
  defeated: look(toSay('Set up, but older rules defeat it'), 'warning'),
  'defeated-open': look(toSay('Set up, but older rules leave it open to the world'), 'attention'),
  unproven: look(toSay('Written, but not proven'), 'warning'),
  'in-doubt': look(toSay('Not known whether it was written'), 'warning'),
  overtaken: look(toSay('Changed meanwhile: nothing written'), 'warning'),
  gone: look(toSay('Machine gone'), 'warning'),
  failed: look(toSay('Failed'), 'attention'),
  cancelled: look(toSay('Cancelled'), 'emphasis'),
  lapsed: look(toSay('Lapsed'), 'emphasis'),
};
