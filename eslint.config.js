import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "coverage/", "**/fixtures/", "**/*.generated.*"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportDefaultDeclaration",
          message: "Name the export; only config files export a default.",
        },
      ],
    },
  },
  {
    files: ["*.config.js", "examples/**", "templates/**"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["*.js", "scripts/**/*.js", "bench/**/*.js"],
    extends: [tseslint.configs.disableTypeChecked],
  },
  prettier,
);
