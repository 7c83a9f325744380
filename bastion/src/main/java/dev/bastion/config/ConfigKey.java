package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import java.util.stream.Collectors;

/** The keys of bastion.yaml: what may stand there, what holds without it, and what it is for. The reference is made of this. */
enum ConfigKey {
    VERSION("version", "`1`", "required", "the version of this file's format"),
    DEMO(
            "demo",
            "`true` or `false`",
            "`false`",
            "to try it out: listens on loopback only, every banner says demo, keys may be unencrypted and targets may"
                    + " lie on this machine"),
    LISTEN("listen", "host:port", "required", "where people connect; port 0 takes a free one"),
    CLIENT_ADDRESS(
            "client-address",
            "host:port",
            "`listen`, or the first name where that is every address",
            "what clients connect to, for the profile that `ssh-config` prints"),
    NAMES(
            "names",
            "list of host names",
            "required",
            "the bastion's own names, the principals of its own host certificate; never a target's. The first is what"
                    + " people type"),
    DATA("data", "directory", "`./data`", "where everything that it writes lies, unless said otherwise below"),
    DATABASE_URL(
            "database.url",
            "JDBC address",
            "`jdbc:sqlite:bastion.db` in `data`",
            "`jdbc:sqlite:` with a path, or `jdbc:postgresql://host/name` where there is more than one bastion"),
    DATABASE_USER("database.user", "text", "none", "the user of PostgreSQL"),
    DATABASE_PASSWORD_FILE("database.password-file", "file", "none", "holds that user's password"),
    DATABASE_PASSWORD_ENV("database.password-env", "name", "none", "the environment variable that holds it instead"),
    POLICY("policy", "file", "`./access.yaml`", "people, targets, groups and rules; reloaded when it changes"),
    POLICY_CONTROL_CEILING(
            "policy-control.ceiling",
            "length of time",
            "none",
            "the longest that a rule of the policy may give; a policy with a longer one is refused"),
    POLICY_CONTROL_SIGNATURES(
            "policy-control.signatures",
            "number from 1 to 16",
            "none are asked for",
            "of how many signers the policy must bear a signature before it is put in force; see"
                    + " [access-yaml.md](access-yaml.md#signatures)"),
    POLICY_CONTROL_SIGNERS(
            "policy-control.signers",
            "names, each with a list of public keys",
            "required with `signatures`",
            "who may sign the policy, like `{bob: [\"ssh-ed25519 AAAA…\"]}`; they need be nobody in it, and one key is one"
                    + " signer's"),
    POLICY_CONTROL_KEEP_AT_LEAST(
            "policy-control.keep-at-least",
            "length of time",
            "`365d`",
            "for how long a class of retention in the policy keeps recordings at least; a policy with a shorter one is"
                    + " refused"),
    PEOPLE_DISABLE_AFTER(
            "people.disable-after",
            "length of time, or `never`",
            "`90d`",
            "after so long without a login a person is disabled by itself, as by `bastion person disable`; 1d at least"),
    KEYS_DIRECTORY(
            "keys.directory",
            "directory",
            "`./keys`",
            "`access-ca`, `target-ca`, `host-ca`, `host-key`, `grant-token`, `tree-head` and `second-factor`, and the name"
                    + " `installation`, as `bastion init` makes them"),
    KEYS_PASSPHRASE_FILE(
            "keys.passphrase-file",
            "file",
            "none; required without `demo`, unless the next is there",
            "holds the passphrase of the keys"),
    KEYS_PASSPHRASE_ENV("keys.passphrase-env", "name", "none", "the environment variable that holds it instead"),
    TOKEN_LIBRARY(
            "token.library",
            "file",
            "none",
            "the driver of a PKCS#11 token with keys of the authorities, such as"
                    + " `/usr/lib/softhsm/libsofthsm2.so`; `bastion ca init --token` makes keys there"),
    TOKEN_SLOT("token.slot", "number", "the driver's first", "the token's slot"),
    TOKEN_PIN_FILE(
            "token.pin-file", "file", "none; required in `token`, unless the next is there", "holds the token's PIN"),
    TOKEN_PIN_ENV("token.pin-env", "name", "none", "the environment variable that holds it instead"),
    SIGNER_SOCKET(
            "signer.socket",
            "file",
            "none",
            "the socket of a signer that stands apart and holds the authorities' keys; `bastion ca serve` listens there"),
    SIGNER_ADDRESS(
            "signer.address",
            "host:port",
            "none",
            "instead of the socket, a signer on another machine, over TLS 1.3: `bastion ca serve` listens there, and the"
                    + " signer's certificate must be for this host"),
    SIGNER_TLS_KEY(
            "signer.tls-key",
            "file",
            "none; required with the address, as are the next two",
            "the private key of whoever reads this, in PEM, not encrypted, which its owner alone may read"),
    SIGNER_TLS_CERTIFICATE(
            "signer.tls-certificate",
            "file",
            "none",
            "its certificate in PEM, and those between it and the root; the three files are read again when they change"),
    SIGNER_TLS_TRUSTED(
            "signer.tls-trusted",
            "file",
            "none",
            "in PEM, the certificate of the authority that certified the other of the two, or the other's own"),
    SIGNER_BASTION(
            "signer.bastion",
            "directory",
            "none; required for `ca serve`",
            "for the signer: `grant-token.pub`, `host-key.pub` and `installation`, copied from the bastion's keys"),
    SIGNER_CLIENT(
            "signer.client",
            "name",
            "the signer's own user; required with the address",
            "for the signer: the system's user whom the bastion runs as, or with an address a DNS name in the bastion's"
                    + " certificate"),
    SIGNER_PER_MINUTE("signer.per-minute", "number", "`600`", "for the signer: how much it signs in a minute"),
    RECORDINGS_DIRECTORY("recordings.directory", "directory", "`recordings` in `data`", "one directory per session"),
    RECORDINGS_SESSION_BUDGET(
            "recordings.session-budget", "size", "`2GiB`", "what one session may record before it is ended"),
    RECORDINGS_RESERVE(
            "recordings.reserve",
            "size",
            "`1GiB`",
            "free space below which no new session starts, and the heaviest writer ends first"),
    RECORDINGS_DIGESTS(
            "recordings.digests",
            "`true` or `false`",
            "`true`",
            "whether transferred files and the streams of commands are digested as they pass"),
    RECORDINGS_INPUT("recordings.input", "`true` or `false`", "`true`", "whether what people type is recorded"),
    HEAD_COPY(
            "head-copy",
            "file",
            "none",
            "the second path of the newest signed tree head, on another disk: it shows when the ledger was set back"),
    ONWARD_SOURCE_ADDRESS(
            "onward.source-address",
            "IP address",
            "none",
            "the address that the targets see, written into the certificates that open them; where none is given, the"
                    + " one that the bastion connects from"),
    KEEPALIVE(
            "keepalive",
            "duration",
            "`5m`",
            "how long a person's client or a target may be silent before it is asked whether it is still there; three"
                    + " questions without a word in answer end the connection"),
    KRL_FILE(
            "krl.file",
            "file",
            "`revoked.krl` in `data`",
            "the list of what is revoked in OpenSSH's format, for the hosts' `RevokedKeys`; always kept"),
    HTTP_LISTEN(
            "http.listen",
            "host:port",
            "none: nothing is answered over HTTP",
            "where `/krl` is answered, with the list of what is revoked; without TLS on this machine alone"),
    HTTP_TLS_KEY("http.tls-key", "file", "none", "the private key in PEM, not encrypted, which others may not read"),
    HTTP_TLS_CERTIFICATE(
            "http.tls-certificate",
            "file",
            "none; required with the key",
            "its certificate in PEM, and those between it and the root; both are read at the start"),
    CREDENTIALS_TARGET(
            "credentials[].target",
            "name",
            "required for each",
            "a target of access.yaml that cannot trust the target CA, such as an old appliance; everywhere else the"
                    + " bastion logs in with a certificate of a minute"),
    CREDENTIALS_LOGIN(
            "credentials[].login", "name", "required for each", "the account on it that this opens, and no other"),
    CREDENTIALS_PASSWORD_FILE(
            "credentials[].password-file",
            "file",
            "one of these six is required for each",
            "holds the password; read at each login"),
    CREDENTIALS_PASSWORD_ENV(
            "credentials[].password-env", "name", "none", "the environment variable that holds it instead"),
    CREDENTIALS_PASSWORD_COMMAND(
            "credentials[].password-command",
            "list of words",
            "none",
            "the program that prints it instead, such as a vault's, by its whole path, and its arguments, which"
                    + " everybody on the machine can see. It is run at each login, without a shell and with `PATH`, `HOME`"
                    + " and `LANG` alone (`/usr/bin/env NAME=VALUE` before it gives it more), for 10 seconds at most"),
    CREDENTIALS_KEY_FILE(
            "credentials[].key-file",
            "file",
            "none",
            "holds a private key without a passphrase, as OpenSSH writes it or in PEM; read at each login"),
    CREDENTIALS_KEY_ENV("credentials[].key-env", "name", "none", "the environment variable that holds it instead"),
    CREDENTIALS_KEY_COMMAND(
            "credentials[].key-command", "list of words", "none", "the program that prints it instead, run as above"),
    NOTIFY_WEBHOOK_URL(
            "notify.webhooks[].url",
            "URL",
            "required for each",
            "a program that takes notices as signed JSON; `https`, or `http` on this machine and in a demo. No redirect is"
                    + " followed"),
    NOTIFY_WEBHOOK_SECRET_FILE(
            "notify.webhooks[].secret-file",
            "file",
            "required for each, unless the next is there",
            "holds the key that signs: `whsec_` and 24 to 64 bytes in base64"),
    NOTIFY_WEBHOOK_SECRET_ENV(
            "notify.webhooks[].secret-env", "name", "none", "the environment variable that holds it instead"),
    NOTIFY_WEBHOOK_EVENTS("notify.webhooks[].events", "list of words", "all", events()),
    NOTIFY_SLACK_URL_FILE(
            "notify.slack[].url-file",
            "file",
            "required for each, unless the next is there",
            "holds the address of an incoming webhook of Slack, or of what takes the same posts"),
    NOTIFY_SLACK_URL_ENV("notify.slack[].url-env", "name", "none", "the environment variable that holds it instead"),
    NOTIFY_SLACK_EVENTS("notify.slack[].events", "list of words", "all", events()),
    NOTIFY_MAIL_SMTP(
            "notify.mail.smtp",
            "host:port",
            "required in `notify.mail`; port 587",
            "the server that takes mail for everybody; people's addresses are their `mail` in access.yaml"),
    NOTIFY_MAIL_TLS(
            "notify.mail.tls",
            "`starttls`, `implicit` or `none`",
            "`starttls`",
            "how that server is spoken to; `none` on this machine and in a demo alone"),
    NOTIFY_MAIL_FROM("notify.mail.from", "mail address", "required in `notify.mail`", "the sender"),
    NOTIFY_MAIL_USER("notify.mail.user", "text", "none", "the bastion's user there, where it needs one"),
    NOTIFY_MAIL_PASSWORD_FILE(
            "notify.mail.password-file",
            "file",
            "none; required with a user, unless the next is there",
            "holds that user's password"),
    NOTIFY_MAIL_PASSWORD_ENV(
            "notify.mail.password-env", "name", "none", "the environment variable that holds it instead"),
    NOTIFY_MAIL_EVENTS("notify.mail.events", "list of words", "all", events()),
    SINGLE_SIGN_ON_ISSUER(
            "single-sign-on.issuer",
            "URL",
            "required in `single-sign-on`",
            "the OpenID Connect provider, exactly as its tokens name it; `https`, or `http` on this machine and in a demo"),
    SINGLE_SIGN_ON_CLIENT_ID(
            "single-sign-on.client-id", "text", "required in `single-sign-on`", "what the provider calls this bastion"),
    SINGLE_SIGN_ON_CLIENT_SECRET_FILE(
            "single-sign-on.client-secret-file",
            "file",
            "none, for a public client",
            "holds the secret that proves this bastion to the provider"),
    SINGLE_SIGN_ON_CLIENT_SECRET_ENV(
            "single-sign-on.client-secret-env", "name", "none", "the environment variable that holds it instead"),
    SINGLE_SIGN_ON_SCOPES(
            "single-sign-on.scopes",
            "list of words",
            "`openid`",
            "what the provider is asked for; many give a refresh token, which is needed, for `offline_access` alone"),
    SINGLE_SIGN_ON_PERSON_CLAIM(
            "single-sign-on.person-claim",
            "name of a claim",
            "`preferred_username`",
            "the claim of the ID token that is the person's name here"),
    SINGLE_SIGN_ON_GROUPS_CLAIM(
            "single-sign-on.groups-claim",
            "name of a claim",
            "`groups`",
            "the claim that lists the person's groups; those that access.yaml does not have count for nothing"),
    SINGLE_SIGN_ON_GROUPS(
            "single-sign-on.groups",
            "map of names",
            "each is called as the provider calls it",
            "the group of access.yaml for each group of the provider; no other counts then"),
    SINGLE_SIGN_ON_ALGORITHMS(
            "single-sign-on.algorithms",
            "list of words",
            "`RS256`, `ES256`, `EdDSA`",
            "what may sign an ID token; besides these `RS384`, `RS512`, `PS256`, `PS384`, `PS512`, `ES384` and `ES512`"),
    SINGLE_SIGN_ON_LENGTH(
            "single-sign-on.length",
            "length of time",
            "`8h`",
            "for how long `ssh bastion login` makes a key somebody's, 5m to 7d"),
    SINGLE_SIGN_ON_REFRESH(
            "single-sign-on.refresh",
            "length of time",
            "`5m`",
            "how often the provider is asked whether person and groups still hold, 1s to 1h"),
    SINGLE_SIGN_ON_GRACE(
            "single-sign-on.grace",
            "length of time",
            "`1h`",
            "for how long people stay signed on while the provider does not answer, up to 1d"),
    SHELL_LINE(
            "shell-line",
            "text",
            "`" + ConfigKey.DEFAULT_SHELL_LINE + "`",
            "the line with which a shell begins; `{target}`, `{login}`, `{grant}` and `{end}` are filled in");

    static final String DEFAULT_SHELL_LINE = "this session is recorded; {grant} ends at {end}";

    private final String path;
    private final String form;
    private final String without;
    private final String means;

    ConfigKey(String path, String form, String without, String means) {
        this.path = requireNonNull(path, "path is null");
        this.form = form;
        this.without = without;
        this.means = means;
    }

    private static String events() {
        return NoticeKind.words().keySet().stream()
                .map("`%s`"::formatted)
                .collect(Collectors.joining(", ", "which it is told of: ", ""));
    }

    /** As in problems: {@code keys.directory}. */
    String path() {
        return path;
    }

    /** Within its section: {@code directory}. */
    String word() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** The section that it stands in; empty for the file itself. */
    String section() {
        int dot = path.indexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    /** The list whose items it stands in: {@code credentials}. */
    String list() {
        return path.substring(0, path.indexOf('['));
    }

    String form() {
        return form;
    }

    /** What holds when it is left out. */
    String without() {
        return without;
    }

    String means() {
        return means;
    }
}
