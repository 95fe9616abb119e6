// How Teams draws cards in its light and its dark theme, as far as Microsoft has published it.

export type Theme = 'light' | 'dark';
export const themes: readonly Theme[] = ['light', 'dark'];

interface Colours {
  readonly ground: Readonly<
    Record<'default' | 'emphasis' | 'accent' | 'good' | 'warning' | 'attention', string>
  >;
  /** Of text on plain grounds, and on coloured ones; each with its subtle variant. `#aarrggbb` begins with how opaque it is. */
  readonly text: readonly [usual: string, subtle: string];
  readonly textOnColour: readonly [usual: string, subtle: string];
  readonly accent: readonly [usual: string, subtle: string];
  readonly attention: readonly [usual: string, subtle: string];
}

/**
 * Facts from Microsoft's host configs for Teams: samples/HostConfig/microsoft-teams-light.json and -dark.json in
 * https://github.com/microsoft/AdaptiveCards and https://github.com/microsoft/Teams-AdaptiveCards-Mobile, which agree in colours.
 * What Teams' desktop client has today is not published; its grounds are paler (microsoft/AdaptiveCards#9184).
 */
const colours: Readonly<Record<Theme, Colours>> = {
  light: {
    ground: {
      default: '#ffffff',
      emphasis: '#f9f8f7',
      accent: '#C7DEF9',
      good: '#CCFFCC',
      warning: '#FFE2B2',
      attention: '#FFC5B2',
    },
    text: ['#252424', '#bf252424'],
    textOnColour: ['#252424', '#bf252424'],
    accent: ['#6264a7', '#8b8cc7'],
    attention: ['#c4314b', '#e5c4314b'],
  },
  dark: {
    ground: {
      default: '#2d2c2c',
      emphasis: '#292828',
      accent: '#C7DEF9',
      good: '#CCFFCC',
      warning: '#FFE2B2',
      attention: '#FFC5B2',
    },
    text: ['#ffffff', '#bfffffff'],
    textOnColour: ['#201f1f', '#2d2c2c'],
    accent: ['#a6a7dc', '#8b8cc7'],
    attention: ['#d74654', '#e5d74654'],
  },
};

/** The same in both themes. */
const good = ['#92c353', '#e592c353'] as const;
const warning = ['#f8d22a', '#e5f8d22a'] as const;

/** A host config for Microsoft's renderer (https://adaptivecards.io/explorer/HostConfig.html is its reference). */
export function hostConfigOf(theme: Theme): object {
  const { ground, text, textOnColour, accent, attention } = colours[theme];
  const pair = ([usual, subtle]: readonly [string, string]) => ({ default: usual, subtle });
  const style = ([name, backgroundColor]: readonly [string, string]) => {
    const plain = name === 'default' || name === 'emphasis';
    const foregroundColors = {
      default: pair(plain ? text : textOnColour),
      accent: pair(accent),
      good: pair(good),
      warning: pair(warning),
      attention: pair(attention),
    };
    return [name, { backgroundColor, foregroundColors }];
  };
  const sizes = { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 };
  const font = (fontFamily: string) => ({
    fontFamily,
    fontSizes: sizes,
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
  });
  return {
    supportsInteractivity: true,
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: '#EEEEEE' },
    fontTypes: { default: font('inherit'), monospace: font("'Courier New', Courier, monospace") },
    textBlock: { headingLevel: 2 },
    containerStyles: Object.fromEntries(Object.entries(ground).map(style)),
    actions: {
      maxActions: 6,
      buttonSpacing: 8,
      showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
    factSet: { title: { weight: 'bolder', wrap: true }, value: { wrap: true }, spacing: 16 },
  };
}
