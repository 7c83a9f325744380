package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Authority;
import java.util.List;
import java.util.Optional;

/**
 * What a bastion asks a signer for. Everything in it is a claim.
 *
 * @param body what the signature is to cover (PROTOCOL.certkeys), in base64
 * @param grounds the grants under which it is asked for; none for a host's
 */
record SigningOrder(Authority authority, String body, List<Ground> grounds) {
    SigningOrder {
        requireNonNull(authority, "authority is null");
        requireNonNull(body, "body is null");
        grounds = List.copyOf(grounds);
    }

    /**
     * A grant.
     *
     * @param token as the bastion signed it
     * @param requests the one that became the grant, and behind it those that lengthened it
     */
    record Ground(String token, List<Approved> requests) {
        Ground {
            requireNonNull(token, "token is null");
            requests = List.copyOf(requests);
        }
    }

    /** A request and who agreed to it. */
    record Approved(AccessRequest request, List<Yes> approvals) {
        Approved {
            requireNonNull(request, "request is null");
            approvals = List.copyOf(approvals);
        }
    }

    /**
     * One who agreed.
     *
     * @param proof their signature, as {@link dev.bastion.certs.ApprovalProof} has it
     */
    record Yes(String by, Optional<String> proof) {
        Yes {
            requireNonNull(by, "by is null");
            requireNonNull(proof, "proof is null");
        }
    }
}
