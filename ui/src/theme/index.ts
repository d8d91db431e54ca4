export { dark, highContrast, light, withoutMotion } from './themes';
export { hover } from './hover';
export { useText } from './text.styles';
