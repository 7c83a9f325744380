package dev.bastion.ssh;

/**
 * One direction of a relayed channel, as windows (RFC 4254 section 5.2).
 *
 * <p>The relay never lets the source send what the sink could not take: {@code granted + inHand <= sinkWindow} holds at
 * all times, where {@code inHand} is what arrived and was not passed yet, so data that arrives can be passed on at once
 * and no queue is needed. What is newly granted leaves the reserve besides. At most {@link #CAP} bytes are granted,
 * whatever the sink offers. Thread-safe.
 */
final class Flow {
    /** The most that a source may have on its way: the window that OpenSSH itself uses. */
    static final long CAP = 2L << 20;

    private static final long WORTH_A_PACKET = CAP / 16;
    private static final long WINDOW_LIMIT = 0xffffffffL;

    private final long wantedReserve;
    private long reserve;
    private long sinkWindow;
    private long granted;
    private long inHand;
    private long passedOfHand;

    /**
     * @param reserve bytes of the sink's window that the source is not granted: for what the bastion says itself, and for
     *     the heads that a tap keeps until they are whole. Of a small window it is half, so that something passes at all.
     */
    Flow(long reserve) {
        this.wantedReserve = reserve;
    }

    /** The sink opened its window; answers what the source is granted at first. */
    synchronized long opened(long window) {
        sinkWindow = window;
        keepReserve();
        granted = Math.max(0, Math.min(CAP, window - reserve));
        return granted;
    }

    /** The sink takes more. False where it claims more than a window can hold. */
    synchronized boolean widened(long bytes) {
        sinkWindow += bytes;
        keepReserve();
        return sinkWindow <= WINDOW_LIMIT;
    }

    private void keepReserve() {
        reserve = Math.max(reserve, Math.min(wantedReserve, sinkWindow / 2));
    }

    /** The source sent this much. False where it was not granted that. */
    synchronized boolean arrived(int bytes) {
        granted -= bytes;
        inHand += bytes;
        return granted >= 0;
    }

    /** What arrived has been dealt with: passed, or kept back for good. */
    synchronized void settled(int bytes) {
        long keptBack = Math.max(0, bytes - passedOfHand);
        passedOfHand = Math.max(0, passedOfHand - bytes);
        inHand -= keptBack;
    }

    /** This much was passed to the sink. False where that is more than the sink takes. */
    synchronized boolean passed(int bytes) {
        long ofHand = Math.min(bytes, inHand);
        inHand -= ofHand;
        passedOfHand += ofHand;
        sinkWindow -= bytes;
        return sinkWindow >= 0;
    }

    /** Takes room for something of our own. False where the sink has none left beyond what the source was granted. */
    synchronized boolean reserved(int bytes) {
        if (sinkWindow - bytes < granted + inHand) {
            return false;
        }
        sinkWindow -= bytes;
        return true;
    }

    /** What the source shall be granted now; 0 where it is not worth a packet yet. */
    synchronized long claim() {
        long more = Math.min(CAP, sinkWindow - reserve - inHand) - granted;
        if (more <= 0 || (more < WORTH_A_PACKET && more < granted)) {
            return 0;
        }
        granted += more;
        return more;
    }
}
