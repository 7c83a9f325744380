package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.ApprovalProof;
import dev.bastion.policy.AccessRequest;
import dev.bastion.store.RecordLine;
import java.nio.charset.StandardCharsets;

/**
 * A request as its approvers sign it: one line of JSON that says all of it, and of which bastion it is, so that a yes here
 * is none elsewhere. Immutable.
 *
 * @param installation the bastion's own name, as in its grant tokens
 */
public record RequestText(String installation, AccessRequest request) {
    public RequestText {
        requireNonNull(installation, "installation is null");
        requireNonNull(request, "request is null");
    }

    /** The line with its end, as a file of it holds it. */
    public String text() {
        return RecordLine.of(this) + "\n";
    }

    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** The user name of a connection that approves it. */
    public String user() {
        return ApprovalProof.USER_PREFIX + ApprovalProof.digest(text());
    }
}
