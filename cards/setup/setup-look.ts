// The one table of words and colours for changes of the setup.
import type { StatusLook } from '../status.ts';

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
  asking: { word: 'Nothing written yet', color: 'accent', style: 'accent' },
  working: { word: 'Being carried out', color: 'accent', style: 'accent' },
  setback: { word: 'Being carried out, with setbacks', color: 'warning', style: 'warning' },
  on: { word: 'JIT is on', color: 'good', style: 'good' },
  changed: { word: 'Settings changed', color: 'good', style: 'good' },
  'plan-on': { word: 'Defender for Servers Plan 2 is on', color: 'good', style: 'good' },
  already: { word: 'It was so already', color: 'default', style: 'emphasis' },
  off: { word: 'JIT is off', color: 'default', style: 'emphasis' },
  'off-unknown': { word: 'JIT is off; what is open cannot be told', color: 'warning', style: 'warning' },
  'off-open': { word: 'JIT is off, and ports are open', color: 'attention', style: 'attention' },
  defeated: { word: 'Set up, but older rules defeat it', color: 'warning', style: 'warning' },
  'defeated-open': {
    word: 'Set up, but older rules leave it open to the world',
    color: 'attention',
    style: 'attention',
  },
  unproven: { word: 'Written, but not proven', color: 'warning', style: 'warning' },
  'in-doubt': { word: 'Not known whether it was written', color: 'warning', style: 'warning' },
  overtaken: { word: 'Changed meanwhile: nothing written', color: 'warning', style: 'warning' },
  gone: { word: 'Machine gone', color: 'warning', style: 'warning' },
  failed: { word: 'Failed', color: 'attention', style: 'attention' },
  cancelled: { word: 'Cancelled', color: 'default', style: 'emphasis' },
  lapsed: { word: 'Lapsed', color: 'default', style: 'emphasis' },
};
