// The one table of words and colours for changes of the setup.
import { say } from '../escape.ts';
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
  asking: {
    get word() {
      return say`Nothing written yet`;
    },
    color: 'accent',
    style: 'accent',
  },
  working: {
    get word() {
      return say`Being carried out`;
    },
    color: 'accent',
    style: 'accent',
  },
  setback: {
    get word() {
      return say`Being carried out, with setbacks`;
    },
    color: 'warning',
    style: 'warning',
  },
  on: {
    get word() {
      return say`JIT is on`;
    },
    color: 'good',
    style: 'good',
  },
  changed: {
    get word() {
      return say`Settings changed`;
    },
    color: 'good',
    style: 'good',
  },
  'plan-on': {
    get word() {
      return say`Defender for Servers Plan 2 is on`;
    },
    color: 'good',
    style: 'good',
  },
  already: {
    get word() {
      return say`It was so already`;
    },
    color: 'default',
    style: 'emphasis',
  },
  off: {
    get word() {
      return say`JIT is off`;
    },
    color: 'default',
    style: 'emphasis',
  },
  'off-unknown': {
    get word() {
      return say`JIT is off; what is open cannot be told`;
    },
    color: 'warning',
    style: 'warning',
  },
  'off-open': {
    get word() {
      return say`JIT is off, and ports are open`;
    },
    color: 'attention',
    style: 'attention',
  },
  defeated: {
    get word() {
      return say`Set up, but older rules defeat it`;
    },
    color: 'warning',
    style: 'warning',
  },
  'defeated-open': {
    get word() {
      return say`Set up, but older rules leave it open to the world`;
    },
    color: 'attention',
    style: 'attention',
  },
  unproven: {
    get word() {
      return say`Written, but not proven`;
    },
    color: 'warning',
    style: 'warning',
  },
  'in-doubt': {
    get word() {
      return say`Not known whether it was written`;
    },
    color: 'warning',
    style: 'warning',
  },
  overtaken: {
    get word() {
      return say`Changed meanwhile: nothing written`;
    },
    color: 'warning',
    style: 'warning',
  },
  gone: {
    get word() {
      return say`Machine gone`;
    },
    color: 'warning',
    style: 'warning',
  },
  failed: {
    get word() {
      return say`Failed`;
    },
    color: 'attention',
    style: 'attention',
  },
  cancelled: {
    get word() {
      return say`Cancelled`;
    },
    color: 'default',
    style: 'emphasis',
  },
  lapsed: {
    get word() {
      return say`Lapsed`;
    },
    color: 'default',
    style: 'emphasis',
  },
};
