import { makeStyles } from '@fluentui/react-components';

export const useListStyles = makeStyles({ note: { padding: '12px 24px 8px', flexShrink: 0 } });
