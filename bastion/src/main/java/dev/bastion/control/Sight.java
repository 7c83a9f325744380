package dev.bastion.control;

/** Whose sessions a person may know of, and whose recordings they may see. */
final class Sight {
    private Sight() {}

    /** One's own, those on targets that one reviews, and for an administrator all. */
    static boolean ofSession(Call call, String owner, String target) {
        return owner.equals(call.name()) || call.policy().mayAdminister(call.person()) || ofRecording(call, target);
    }

    /** Recordings are for those who review the target; not even one's own is seen without that duty. */
    static boolean ofRecording(Call call, String target) {
        return call.policy().mayReview(call.person(), target);
    }
}
