package dev.bastion.policy;

import dev.bastion.policy.RevocationEvent.RevocationMade;
import java.util.List;
import java.util.Optional;

/** What is revoked by something else than a serial, for good. One thread writes. */
final class RevocationBook {

    private final Table<String, Revocation> rows;

    RevocationBook() {
        this(Table.base());
    }

    private RevocationBook(Table<String, Revocation> rows) {
        this.rows = rows;
    }

    RevocationBook overlay() {
        return new RevocationBook(rows.overlay());
    }

    Optional<Revocation> revocation(RevocationKind kind, String what) {
        return rows.row(key(kind, what));
    }

    List<Revocation> all() {
        return rows.rows();
    }

    /** Of a key or an authority the first one holds; of a person the newest: they had new certificates meanwhile. */
    void made(RevocationMade event) {
        Revocation made = event.revocation();
        boolean known = revocation(made.kind(), made.what())
                .filter(before ->
                        made.kind() != RevocationKind.PERSON || !made.at().isAfter(before.at()))
                .isPresent();
        if (!known) {
            rows.put(key(made.kind(), made.what()), made);
        }
    }

    private static String key(RevocationKind kind, String what) {
        return kind.word() + ' ' + what;
    }
}
