package dev.bastion.report.evidence;

import dev.bastion.config.BastionConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What of the record lies on another machine or medium. */
final class ElsewhereEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        BastionConfig config = grounds.config();
        Optional<String> host = databaseHost(config.database().url());
        Optional<Path> copy = config.headCopy();
        if (host.isEmpty() && copy.isEmpty()) {
            return new Finding.Nothing(
                    "ledger and recordings lie on this machine alone, and no copy of the newest head is kept");
        }
        return new Showing()
                .figureIf(host.isPresent(), "the ledger lies in PostgreSQL on " + host.orElse(""))
                .figureIf(
                        copy.isPresent(),
                        "a copy of the newest signed head is kept at "
                                + copy.map(Path::toString).orElse(""))
                .gapIf(host.isEmpty(), "the ledger lies on this machine alone")
                .gapIf(copy.isEmpty(), "no copy of the newest signed head is kept elsewhere: head-copy")
                .gap("the recordings lie on this machine alone, as far as the bastion knows: "
                        + config.recordings().directory())
                .finding();
    }

    private static Optional<String> databaseHost(String url) {
        if (!url.startsWith("jdbc:postgresql://")) {
            return Optional.empty();
        }
        Optional<String> host =
                Optional.ofNullable(URI.create(url.substring("jdbc:".length())).getHost());
        return host.filter(name -> !name.equals("localhost") && !name.startsWith("127.") && !name.equals("[::1]"));
    }
}
