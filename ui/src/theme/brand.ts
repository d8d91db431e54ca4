import type { BrandVariants } from '@fluentui/react-components';

/** Petrol, the one accent. */
export const brand: BrandVariants = {
  10: '#07181d', 20: '#08252d', 30: '#09313b', 40: '#0a3f4c', 50: '#064d5d', 60: '#025867',
  70: '#026475', 80: '#017387', 90: '#1492aa', 100: '#3faac1', 110: '#61b4c8', 120: '#78becf',
  130: '#96cbd9', 140: '#b5dae4', 150: '#d0e6ec', 160: '#ebf4f7',
};
