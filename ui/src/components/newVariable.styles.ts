import { makeStyles, tokens as T } from '@fluentui/react-components';

export const useNewVariableStyles = makeStyles({
  inline: { border: `1px solid ${T.colorNeutralStroke2}`, borderRadius: T.borderRadiusLarge, backgroundColor: T.colorNeutralBackground2, padding: '12px 16px 16px', display: 'flex', flexDirection: 'column', rowGap: '12px', marginTop: '-8px' },
  bare: { display: 'flex', flexDirection: 'column', rowGap: '12px' },
  inlineHead: { display: 'flex', alignItems: 'center', columnGap: '8px', fontWeight: 600 },
  buttons: { display: 'flex', alignItems: 'center', columnGap: '8px', rowGap: '8px', flexWrap: 'wrap' },
  two: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))', columnGap: '12px', rowGap: '10px', alignItems: 'start' },
  mono: { fontFamily: T.fontFamilyMonospace, fontSize: T.fontSizeBase200 },
  result: { display: 'flex', flexDirection: 'column', rowGap: '10px', scrollMarginBottom: '32px' },
  sentence: { display: 'block', whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBottom: '4px' },
  cause: { display: 'grid', gridTemplateColumns: '20px minmax(0,1fr)', columnGap: '8px' },
  causeWords: { display: 'flex', flexDirection: 'column', rowGap: '6px', minWidth: 0, overflowWrap: 'anywhere' },
  picked: { border: `1px solid ${T.colorNeutralStroke2}`, borderRadius: T.borderRadiusLarge, backgroundColor: T.colorNeutralBackground1, padding: '12px 16px', display: 'flex', flexDirection: 'column', rowGap: '8px' },
  popover: { width: '280px', display: 'flex', flexDirection: 'column', rowGap: '8px' },
});
