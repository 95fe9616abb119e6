// The pace of worlds without the watch over open ports: requests look by themselves as often as it would.
import { defaultPace, type Pace } from '../../src/domain/pace.ts';

/** An open request looks by itself every minute, one that is to open or to shut every two seconds. */
export const unwatchedPace: Pace = { ...defaultPace, net: 2, watch: 2 };
