/**
 * Lines as they are found in logs, each with a secret that must not be shown. The secrets are made here, so that no scanner takes
 * this file for a leak.
 */
const LETTERS = "Zq8Wv3Kp7Lx2Nc9Jt4Hs6Rd1Gf5By0";

/** A secret of this length that looks random. */
const random = (length: number) => LETTERS.repeat(Math.ceil(length / LETTERS.length)).slice(0, length);
const hex = (length: number) => "8f3a07c6b1e94d52".repeat(Math.ceil(length / 16)).slice(0, length);
const base64 = (text: string) => Buffer.from(text).toString("base64");
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

const password = "hunter2-Tr0ub4dor";
const signed = [base64url({ alg: "HS256", typ: "JWT" }), base64url({ sub: "1234567890" }), random(43)].join(
  ".",
);
const cookie = base64(JSON.stringify({ iv: random(24), value: random(64), mac: hex(64), tag: "" }));
const pem = [1, 2, 3].map(() => random(64)).join("\n");
const kind = (...parts: string[]) => parts.join(" ");

/** [the line with § where the secret is, the secret] */
const LINES: readonly (readonly [string, string])[] = [
  // Headers.
  ["X-Api-Key: §", random(32)],
  ["x-api-key: §", "short-key"],
  ["X-Auth-Token: §", random(20)],
  ["> Authorization: Basic §", base64(`laravel:${password}`)],
  [`curl -H "Authorization: Bearer §" https://api.example.com/v1/me`, random(40)],
  ["Proxy-Authorization: Basic §", base64(`proxy:${password}`)],
  ["Authorization: §", random(24)],
  [`{"headers":{"authorization":["Bearer §"],"accept":["*/*"]}}`, random(24)],
  ["'HTTP_AUTHORIZATION' => 'Basic §',", base64(`user:${password}`)],
  ["Cookie: §", `laravel_session=${cookie}; XSRF-TOKEN=${cookie}`],
  ["Set-Cookie: §", "remember_web=1|abcdef|hash; path=/; httponly"],
  [`"Cookie": "§"`, "PHPSESSID=k3j4h5g6f7d8"],
  ["X-Amz-Security-Token: §", random(80)],
  ["Stripe-Signature: §", `t=1492774577,v1=${hex(64)}`.replaceAll(",", ".")],
  ["Request failed with bearer §", random(30)],

  // Settings, in the notations of shells, PHP, JSON, YAML and XML, and of artisan.
  ["  connections ⇁ mysql ⇁ password ................... §", password],
  ["DB_PASSWORD := §", password],
  ["DB_PASSWORD=§", password],
  ["export DB_PASSWORD='§'", "with space and ; sign"],
  ["DB_PASSWORD='§'", "*begins-with-a-star"],
  ["AWS Secret Access Key: §", random(40)],
  ["invalid API key = §", random(32)],
  ["private-key=§", random(40)],
  [`{"api_key": "§"}`, random(12)],
  [`{"db":{"connections":{"mysql":{"host":"db","password":"§","charset":"utf8"}}}}`, password],
  [String.raw`{"message":"{\"user\":\"a\",\"password\":\"§\"}"}`, password],
  [String.raw`{"message":"{\"user\":\"a\",\"password\":\"§\"}"}`, String.raw`p\\u00e4ssword-hunter2`],
  [String.raw`{"log":"{\\\"client_secret\\\":\\\"§\\\"}"}`, random(16)],
  [`{"password":"§"}`, String.raw`quote\"inside`],
  [`{"tokens":1,"access_token":"§","expires_in":3600}`, random(30)],
  [`"credentials":["§"]`, random(20)],
  ["'secret' => '§',", password],
  [`  ["password"]=>\n  string(17) "§"`, password],
  ["    [password] => §", password],
  [`+"clientSecret": "§"`, password],
  [`a:1:{s:8:"password";s:17:"§";}`, password],
  [String.raw`{"data":{"command":"O:7:\"App\\Job\":1:{s:9:\"\u0000*\u0000apiKey\";s:17:\"§\";}"}}`, password],
  ["password: §", password],
  ["<password>§</password>", password],
  ["mail.smtp.password=§", password],
  ["dbPassword: '§'", password],
  ["MAIL_PASS=§", password],
  ["STRIPE_KEY=§", "not-a-known-form"],
  ["SLACK_WEBHOOK_URL=§", "https://chat.example.com/hook/1"],
  ["Input: name=taylor&password=§&remember=on", password],
  [`{"email":"a@b.c","password":"§","password_confirmation":"${""}x"}`, password],
  [`{"password_confirmation":"§"}`, password],
  ["GET /reset?token=§&email=a%40b.c HTTP/1.1", hex(64)],
  ['"uri":"/reset-password/§?email=a%40b.c"', hex(64)],
  ["GET /password/reset/§ HTTP/1.1", hex(64)],
  ["GET /files?X-Amz-Credential=x&X-Amz-Signature=§", hex(64)],
  ["callback?code=1&access_token=§#top", random(20)],
  ["php artisan user:create --password=§ --admin", password],
  ["mysqldump --user laravel --password § shop", password],
  ["PHPSESSID=§", "q1w2e3r4t5y6"],
  ["session_id: §", "q1w2e3r4t5y6"],
  ["TWILIO_AUTH_TOKEN=§", hex(32)],
  ["AWS_SECRET_ACCESS_KEY=§", random(40)],
  ["aws_secret_access_key = §", random(40)],
  [`"SecretAccessKey": "§",`, random(40)],

  // SQL.
  ["CREATE USER 'shop'@'%' IDENTIFIED BY '§'", password],
  [`SQLSTATE[42000] (SQL: ALTER USER shop IDENTIFIED WITH caching_sha2_password BY "§")`, password],
  ["SET PASSWORD FOR shop = PASSWORD('§')", password],

  // Addresses.
  ["mysql://laravel:§@db.internal:3306/shop", password],
  ["connecting to mysql://laravel:§@db.internal/shop", "p@ss@word"],
  ["redis://:§@cache:6379", password],
  ["smtp://user%40example.com:§@smtp.example.com:587", password],
  ["shop:§@tcp(db:3306)/shop", password],
  ["https://§@o1.ingest.sentry.io/2", hex(32)],
  ["git clone https://§@github.com/a/b.git", random(40)],
  [`POST https://${kind("hooks.slack.com")}/§`, "services/T0/B0/abcdefgh"],
  ["https://discord.com/api/webhooks/§", `1/${random(60)}`],

  // Keys and tokens by their form.
  ["found § in the request", `AK${"IA"}${random(16).toUpperCase()}`],
  ["session §", `IQoJ${"b3Jp"}${random(200)}`],
  ["remote: § is not valid", `gh${"p_"}${random(36)}`],
  ["remote: § is not valid", `github_${"pat_"}${random(60)}`],
  ["pushed with §", `glp${"at-"}${random(20)}`],
  ["//registry.npmjs.org/:x §", `np${"m_"}${random(36)}`],
  ["slack said invalid_auth for §", `xo${"xb-"}123456789012-${random(24)}`],
  ["charge failed with §", `sk_${"live_"}${random(24)}`],
  ["Invalid API Key provided: §", `rk_${"test_"}${random(24)}`],
  ["webhook secret §", `wh${"sec_"}${random(32)}`],
  ["sendgrid §", `S${"G."}${random(22)}.${random(43)}`],
  ["twilio §", `S${"K"}${hex(32)}`],
  ["mailgun §", `ke${"y-"}${hex(32)}`],
  ["mailchimp §", `${hex(32)}-us${"14"}`],
  ["maps §", `AI${"za"}${random(35)}`],
  ["google §", `ya${"29."}${random(60)}`],
  ["google §", `GOC${"SPX-"}${random(28)}`],
  ["openai §", `s${"k-"}${random(48)}`],
  ["openai §", `s${"k-proj-"}${random(60)}`],
  ["anthropic §", `s${"k-ant-"}api03-${random(60)}`],
  ["telegram §", `123456789:${"AA"}${random(33)}`],
  ["digitalocean §", `do${"p_v1_"}${hex(64)}`],
  ["shopify §", `shp${"at_"}${hex(32)}`],
  ["vault §", `hv${"s."}${random(24)}`],
  ["unexpected § in cookie", signed],
  ["decrypting § failed", cookie],
  ["The key is §", `base64:${base64(random(32))}`],
  ["sanctum 12§", `|${random(48)}`],
  ["user row: 1, taylor, §", `$2y$${"12$"}${random(53)}`],
  ["user row: 1, taylor, §", `$argon2${"id"}$v=19$m=65536,t=4,p=1$${random(22)}$${random(43)}`],

  // Private keys.
  [`${kind("-----BEGIN", "RSA", "PRIVATE", "KEY-----")}\n§\n-----END RSA PRIVATE KEY-----`, pem],
  [`"private_key": "${kind("-----BEGIN", "PRIVATE", "KEY-----")}\\n§`, pem.replaceAll("\n", "\\n")],
  [`${kind("-----BEGIN", "OPENSSH", "PRIVATE", "KEY-----")}\n§`, pem],
];

export const SECRET_LINES = LINES.map(([line, secret]) => ({
  line: line.replace("§", () => secret),
  secret,
  before: line.slice(0, line.indexOf("§")),
}));
