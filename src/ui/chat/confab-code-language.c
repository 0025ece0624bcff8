/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-code-language.h"

/* What people and models write after a fence, where it is neither the engine's own name nor the
 * ending of a file in that language; and how the language writes itself, where that is not how it
 * was written. */
static const struct {
  const char *name;
  const char *id;    /* (nullable) */
  const char *title; /* (nullable) */
} names[] = {
  { "bash", "sh", "Bash" },
  { "c", NULL, "C" },
  { "c++", "cpp", "C++" },
  { "console", "sh", "Console" },
  { "cpp", NULL, "C++" },
  { "cs", "c-sharp", "C#" },
  { "csharp", "c-sharp", "C#" },
  { "css", NULL, "CSS" },
  { "csv", NULL, "CSV" },
  { "docker", "dockerfile", "Dockerfile" },
  { "go", NULL, "Go" },
  { "golang", "go", "Go" },
  { "html", NULL, "HTML" },
  { "http", NULL, "HTTP" },
  { "java", NULL, "Java" },
  { "javascript", "js", "JavaScript" },
  { "js", "js", "JavaScript" },
  { "json", NULL, "JSON" },
  { "jsonc", "json", "JSON" },
  { "jsx", "jsx", "JSX" },
  { "latex", "latex", "LaTeX" },
  { "makefile", "makefile", "Makefile" },
  { "markdown", "markdown", "Markdown" },
  { "md", "markdown", "Markdown" },
  { "php", NULL, "PHP" },
  { "plaintext", NULL, "Text" },
  { "powershell", "powershell", "PowerShell" },
  { "ps1", "powershell", "PowerShell" },
  { "py", "python3", "Python" },
  { "python", "python3", "Python" },
  { "rb", "ruby", "Ruby" },
  { "rs", "rust", "Rust" },
  { "rust", NULL, "Rust" },
  { "sh", "sh", "Shell" },
  { "shell", "sh", "Shell" },
  { "sql", NULL, "SQL" },
  { "svg", "xml", "SVG" },
  { "text", NULL, "Text" },
  { "toml", NULL, "TOML" },
  { "ts", "typescript", "TypeScript" },
  { "tsx", "typescript-jsx", "TSX" },
  { "txt", NULL, "Text" },
  { "typescript", "typescript", "TypeScript" },
  { "xml", NULL, "XML" },
  { "yaml", NULL, "YAML" },
  { "yml", "yaml", "YAML" },
  { "zsh", "sh", "Zsh" },
};

/* A name is a word, not a book. */
#define MAX_NAME 40

static gsize
find_name (const char *name)
{
  gsize i = 0;

  while (i < G_N_ELEMENTS (names) && g_ascii_strcasecmp (names[i].name, name) != 0)
    i++;

  return i;
}

/**
 * confab_code_language_find:
 * @name: the first word after the fence
 *
 * The first call loads the list of languages.
 *
 * Returns: (transfer none) (nullable): the language that is meant
 */
GtkSourceLanguage *
confab_code_language_find (const char *name)
{
  GtkSourceLanguageManager *manager;
  g_autofree char *lower = NULL;
  g_autofree char *file = NULL;
  GtkSourceLanguage *language;
  gsize i;

  g_return_val_if_fail (name != NULL, NULL);

  if (g_utf8_strlen (name, -1) > MAX_NAME || !g_str_is_ascii (name))
    return NULL;

  manager = gtk_source_language_manager_get_default ();
  lower = g_ascii_strdown (name, -1);
  i = find_name (name);
  language = gtk_source_language_manager_get_language (
    manager, i < G_N_ELEMENTS (names) && names[i].id != NULL ? names[i].id : lower);
  if (language != NULL || strchr (lower, '/') != NULL)
    return language;

  file = g_strconcat ("file.", lower, NULL);

  return gtk_source_language_manager_guess_language (manager, file, NULL);
}

/**
 * confab_code_language_keep:
 * @language: a language that is used
 *
 * Lets its definition stay. The engine forgets it with the last buffer in that language, and would
 * read it again, which takes longer than anything that is done with a block of code.
 */
void
confab_code_language_keep (GtkSourceLanguage *language)
{
  g_return_if_fail (GTK_SOURCE_IS_LANGUAGE (language));

  if (g_object_get_data (G_OBJECT (language), "confab-keeper") == NULL)
    g_object_set_data_full (G_OBJECT (language), "confab-keeper",
                            gtk_source_buffer_new_with_language (language), g_object_unref);
}

/**
 * confab_code_language_title:
 * @name: (nullable): the first word after the fence
 *
 * Returns: (transfer full) (nullable): how to show it
 */
char *
confab_code_language_title (const char *name)
{
  gsize i;

  if (name == NULL || *name == '\0')
    return NULL;

  i = find_name (name);
  if (i < G_N_ELEMENTS (names) && names[i].title != NULL)
    return g_strdup (names[i].title);

  return g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), MAX_NAME));
}
