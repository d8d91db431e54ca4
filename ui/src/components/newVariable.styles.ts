import { makeStyles, tokens as T } from '@fluentui/react-components';

export const useNewVariableStyles = makeStyles({
  inline: { border: `1px solid ${T.colorNeutralStroke2}`, borderRadius: T.borderRadiusLarge, backgroundColor: T.colorNeutralBackground2, padding: '12px 16px 16px', display: 'flex', flexDirection: 'column', rowGap: '12px', marginTop: '-12px' },
  inlineHead: { display: 'flex', alignItems: 'center', columnGap: '8px', fontWeight: 600 },
  two: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))', gap: '12px', alignItems: 'start' },
  mono: { fontFamily: T.fontFamilyMonospace, fontSize: T.fontSizeBase200 },
});
