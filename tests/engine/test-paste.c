/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a pasted command, program or address says of an application. */

#include "config.h"

#include <string.h>

#include "confab-paste.h"

#define ID  "0123456789abcdef0123456789abcdef"
#define KEY "sk-" ID
#define INTL "https://dashscope-intl.aliyuncs.com/api/v1"
#define CHINA "https://dashscope.aliyuncs.com/api/v1"

static const struct {
  const char *text;
  const char *base_url;
  const char *workspace;
  const char *app_id;
  const char *key;
} cases[] = {
  /* The command of the documentation. */
  { "curl -X POST " INTL "/apps/YOUR_APP_ID/completion \\\n"
    "--header \"Authorization: Bearer $DASHSCOPE_API_KEY\" \\\n"
    "--header 'Content-Type: application/json' \\\n"
    "--data '{\"input\": {\"prompt\": \"Who are you?\"}, \"parameters\": {}}'",
    INTL, NULL, NULL, NULL },
  { "curl -X POST " INTL "/apps/" ID "/completion --header \"Authorization: Bearer $DASHSCOPE_API_KEY\"",
    INTL, NULL, ID, NULL },
  { "curl '" CHINA "/apps/" ID "/completion' -H 'Authorization: Bearer " KEY "' "
    "-H 'X-DashScope-WorkSpace: llm-ws1'",
    CHINA, "llm-ws1", ID, KEY },
  { "curl --location --request POST \"" CHINA "/apps/" ID "/completion\" ^\r\n"
    "--header \"Authorization: Bearer %DASHSCOPE_API_KEY%\" ^\r\n--header \"x-dashscope-workspace: ws-2\"",
    CHINA, "ws-2", ID, NULL },
  { "export DASHSCOPE_API_KEY=" KEY "\nAPP_ID='" ID "'\n"
    "curl " CHINA "/apps/$APP_ID/completion -H \"Authorization: Bearer ${DASHSCOPE_API_KEY}\"",
    CHINA, NULL, ID, KEY },
  { "curl https://llm-abc.ap-southeast-1.maas.aliyuncs.com/api/v1/apps/" ID "/completion "
    "-H Authorization:\\ Bearer\\ " KEY,
    "https://llm-abc.ap-southeast-1.maas.aliyuncs.com/api/v1", "llm-abc", ID, KEY },
  { "curl -XPOST http://127.0.0.1:8080/api/v1/apps/my%2Dapp/completion",
    "http://127.0.0.1:8080/api/v1", NULL, "my-app", NULL },
  { "$env:DASHSCOPE_API_KEY = \"" KEY "\"\nInvoke-RestMethod `\n -Uri " CHINA "/apps/" ID "/completion",
    CHINA, NULL, ID, KEY },
  /* Python */
  { "import os\nfrom dashscope import Application\nimport dashscope\n"
    "dashscope.base_http_api_url = '" INTL "'\n"
    "response = Application.call(api_key=os.getenv(\"DASHSCOPE_API_KEY\"),\n"
    "    app_id='" ID "', prompt='Who are you?')",
    INTL, NULL, ID, NULL },
  { "Application.call(app_id='YOUR_APP_ID', prompt='x', workspace = \"ws-3\", api_key=\"" KEY "\")",
    NULL, "ws-3", NULL, KEY },
  { "app = '" ID "'\nkey = \"" KEY "\"\n"
    "requests.post(f\"" CHINA "/apps/{app}/completion\", headers={\"Authorization\": f\"Bearer {key}\"})",
    CHINA, NULL, ID, KEY },
  { "MY_APP = \"" ID "\"\nApplication.call(app_id=MY_APP, prompt=\"x\")", NULL, NULL, ID, NULL },
  { "if app_id == 'nothing': pass\napp_id: str = compute()\n", NULL, NULL, NULL, NULL },
  /* Java */
  { "static {Constants.baseHttpApiUrl=\"" INTL "\";}\n"
    "ApplicationParam param = ApplicationParam.builder()\n    .apiKey(System.getenv(\"DASHSCOPE_API_KEY\"))\n"
    "    .appId(\"" ID "\")\n    .workspace(\"ws-4\")\n    .prompt(\"Who are you?\")\n    .build();",
    INTL, "ws-4", ID, NULL },
  { "String appId = \"" ID "\";\nHttpRequest.newBuilder(URI.create(\"" CHINA "/apps/\" + appId))"
    ".header(\"X-DashScope-WorkSpace\", \"ws-5\").header(\"Authorization\", \"Bearer \" + apiKey)",
    CHINA, "ws-5", ID, NULL },
  /* JSON, and settings of other programs */
  { "{\"app_id\": \"" ID "\", \"api_key\": \"" KEY "\", \"workspace_id\": \"ws-6\"}",
    NULL, "ws-6", ID, KEY },
  { "body: \"{\\\"app_id\\\": \\\"" ID "\\\"}\"", NULL, NULL, ID, NULL },
  /* Addresses */
  { "https://bailian.console.aliyun.com/?tab=app#/app-center/assistant/" ID,
    CHINA, NULL, ID, NULL },
  { "https://modelstudio.console.alibabacloud.com/ap-southeast-1/?workspaceId=ws-7&appId=" ID "#/app",
    INTL, "ws-7", ID, NULL },
  { "  " CHINA "\n", CHINA, NULL, NULL, NULL },
  { CHINA "/apps/" ID "/completion", CHINA, NULL, ID, NULL },
  /* Nothing of this kind */
  { ID, NULL, NULL, NULL, NULL },
  { "", NULL, NULL, NULL, NULL },
  { "https://example.com/", NULL, NULL, NULL, NULL },
  { "Authorization: Bearer", NULL, NULL, NULL, NULL },
  { "Authorization: Bearer sk-xxxx-xxxx", NULL, NULL, NULL, NULL },
  { "api_key=\"sk-your-own-key-01\"", NULL, NULL, NULL, NULL },
  { "app_id=app_id\nworkspace=\"", NULL, NULL, NULL, NULL },
  { "a=b\nb=a\napp_id=a", NULL, NULL, NULL, NULL },
  { "http://", NULL, NULL, NULL, NULL },
  { "https:///apps//", NULL, NULL, NULL, NULL },
  { "\xff\xfe app_id='x'", NULL, NULL, NULL, NULL },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ConfabPaste) paste = confab_paste_parse (cases[i].text);
      static const ConfabPaste nothing;
      const ConfabPaste *found = paste != NULL ? paste : &nothing;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (found->base_url, ==, cases[i].base_url);
      g_assert_cmpstr (found->workspace, ==, cases[i].workspace);
      g_assert_cmpstr (found->app_id, ==, cases[i].app_id);
      g_assert_cmpstr (found->key, ==, cases[i].key);
    }
}

/* Cut anywhere, or far too long: something comes back, and soon. */
static void
test_hostile (void)
{
  g_autofree char *names = g_strnfill (100 * 1024, 'a');
  g_autofree char *bearers = NULL;
  g_autofree char *long_text = g_strnfill (1024 * 1024, 'x');
  g_autoptr (GString) many = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize n = strlen (cases[i].text); n > 0; n--)
      {
        g_autofree char *text = g_strndup (cases[i].text, n);

        confab_paste_free (confab_paste_parse (text));
      }

  for (guint i = 0; i < 10000; i++)
    g_string_append (many, "Bearer $A app_id=$A ");
  bearers = g_strndup (many->str, 20000);
  confab_paste_free (confab_paste_parse (bearers));
  g_assert_null (confab_paste_parse (long_text));
  g_assert_null (confab_paste_parse (names));
}

#define add(name, func) g_test_add_func ("/paste/" name, func)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("cases", test_cases);
  add ("hostile", test_hostile);

  return g_test_run ();
}
