package dev.bastion.config;

/** Writes the reference of bastion.yaml, from the table that reads it. */
public final class ConfigReference {
    private ConfigReference() {}

    /** The page {@code deploy/docs/bastion-yaml.md}. */
    public static String markdown() {
        StringBuilder page = new StringBuilder();
        page.append("""
                # bastion.yaml

                This page is made from the code; a test holds the two together.

                The file says where the bastion listens, where it stores and which keys it uses. `bastion check` reads it
                together with access.yaml and reports every problem at once, by key, line and column. A key that is not
                listed here is an error. Relative paths are relative to the file. Sizes are written like `512KiB`,
                `10MiB` or `2GiB`. A secret never stands in the file: one key names a file that only its owner may read,
                its twin an environment variable.

                Without `demo: true` it is an error when the keys have no passphrase, or when a target lies on the
                bastion's own address or on loopback.

                | key | value | without it | what it is for |
                |---|---|---|---|
                """);
        for (ConfigKey key : ConfigKey.values()) {
            page.append("| `%s` | %s | %s | %s |\n".formatted(key.path(), key.form(), key.without(), key.means()));
        }
        return page.toString();
    }
}
