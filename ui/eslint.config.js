import hooks from 'eslint-plugin-react-hooks';
import ts from 'typescript-eslint';

const features = ['unlock', 'credentials', 'wizard', 'variables', 'connections', 'vaults', 'where-used', 'sources', 'people', 'settings'];
const noTauri = { group: ['@tauri-apps/*'], message: 'Only src/api speaks to Rust.' };
const others = (own) => features.filter((f) => f !== own).map((f) => `**/features/${f}/**`);

export default ts.config(
  { ignores: ['dist', 'coverage', 'src/api/bindings*.ts'] },
  ...ts.configs.strict,
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-imports': ['error', { patterns: [noTauri] }],
      'no-restricted-globals': ['error', { name: 'localStorage', message: 'Rust keeps what is kept.' }],
      'no-restricted-properties': ['error', { object: 'navigator', property: 'clipboard', message: 'The clipboard is Rust’s.' }],
      'no-console': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': [
        'error',
        { selector: "Literal[value=/^#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/]", message: 'Colours come from the theme.' },
        { selector: "CallExpression[callee.property.name='setAttribute'][arguments.0.value='style']", message: 'The policy refuses style attributes.' },
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Text is text.' },
        { selector: "JSXOpeningElement[name.name='style']", message: 'Styles are made with makeStyles.' },
        { selector: "JSXOpeningElement[name.name='select']", message: 'Native controls look foreign: use Dropdown.' },
        { selector: "CallExpression[callee.property.name='execCommand']", message: 'The clipboard is Rust’s.' },
      ],
    },
  },
  ...features.map((own) => ({
    files: [`src/features/${own}/**/*.{ts,tsx}`],
    rules: { 'no-restricted-imports': ['error', { patterns: [noTauri, { group: others(own), message: 'Features do not import each other.' }] }] },
  })),
  { files: ['src/theme/**'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['src/strings/**', 'src/testing/**'], rules: { 'max-lines': 'off' } },
  { files: ['src/api/**', 'src/testing/**'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['src/**/*.test.{ts,tsx}'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
