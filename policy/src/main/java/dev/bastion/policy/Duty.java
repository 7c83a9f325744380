package dev.bastion.policy;

/**
 * What a person may do beyond their own affairs.
 *
 * <p>A group has {@link #ADMINISTER} and {@link #REVIEW} from the policy's {@code groups}; {@link #APPROVE} follows from the
 * rules that name the group in {@code approvals.from}, and holds for those rules only.
 */
public enum Duty {
    /** Lists of everybody's requests, grants and sessions; revoke and kill. No approval and no recording. */
    ADMINISTER,
    /** The recordings of the targets in the group's scope, and the sign-off of their grants. */
    REVIEW,
    /** Approving and denying requests under a rule, never one's own. */
    APPROVE;

    /** The word of the policy file: {@code administer}, {@code review}, {@code approve}. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
