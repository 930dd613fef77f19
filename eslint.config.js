import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/** Names that end a test early or leave it out: a test runs or it is deleted. */
const leftOut = ['skip', 'only', 'todo'].flatMap((property) =>
  ['it', 'test', 'describe'].map((object) => ({ object, property, message: 'A test runs, or it is deleted.' })),
)

export default tseslint.config(
  { ignores: ['dist', '.venv', '.cache', 'node_modules', '**/.ipynb_checkpoints'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Numbers stand in sentences everywhere here; objects by accident are still refused.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `void promise` says that nobody waits on purpose.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // These see errors where there are none: state that a callback changes, functions kept in plain objects.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      // It takes the property 'link' of a string or an object for the legacy String.prototype.link.
      '@typescript-eslint/no-deprecated': 'off',
      // Text is taken apart into code points where that is meant.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Control characters are what parsers of terminal output look for.
      'no-control-regex': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', ...leftOut],
      // A test may say with `!` what its set-up has just made sure of.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A stand-in answers at once where the real thing takes its time.
      '@typescript-eslint/require-await': 'off',
      // Tests read JSON that they wrote themselves.
      ...Object.fromEntries(
        ['assignment', 'argument', 'call', 'member-access', 'return'].map((use) => [
          `@typescript-eslint/no-unsafe-${use}`,
          'off',
        ]),
      ),
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'performance',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'URL',
          'Buffer',
          'fetch',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }] },
  },
  {
    files: ['src/export/page/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'document',
          'localStorage',
          'matchMedia',
          'addEventListener',
          'requestAnimationFrame',
          'cancelAnimationFrame',
          'scrollBy',
          'requestIdleCallback',
          'getSelection',
          'navigator',
          'DOMPoint',
          'ResizeObserver',
          'innerHeight',
          'innerWidth',
          'scrollY',
          'words',
          'location',
          'PerformanceObserver',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
)
