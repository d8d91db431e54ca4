export { dark, highContrast, light, withoutMotion } from './themes';
export { useText } from './text.styles';
