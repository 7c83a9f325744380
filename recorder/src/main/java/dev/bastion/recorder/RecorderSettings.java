package dev.bastion.recorder;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * How and where the recorder works.
 *
 * @param root directory of all recordings; made if it is not there when the recorder starts
 * @param threads writer threads
 * @param sessionBudget bytes on disk that one session may use
 * @param reserve free bytes below which no new session is recorded; below half of it the heaviest writer ends
 * @param input whether terminals' input is recorded
 * @param digests whether transferred files and the streams of commands are digested
 * @param backlogLimit bytes that one channel may have in hand before its recording fails
 */
public record RecorderSettings(
        Path root, int threads, long sessionBudget, long reserve, boolean input, boolean digests, long backlogLimit) {

    private static final int PERSONS_SESSIONS = 4;
    private static final long MEBIBYTE = 1L << 20;
    private static final long GIBIBYTE = 1L << 30;

    public RecorderSettings {
        requireNonNull(root, "root is null");
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " writer threads are too few");
        }
        if (sessionBudget < MEBIBYTE) {
            throw new IllegalArgumentException("session budget of " + sessionBudget + " bytes is below one mebibyte");
        }
        if (reserve < 0) {
            throw new IllegalArgumentException("reserve of " + reserve + " bytes is below zero");
        }
        if (backlogLimit < MEBIBYTE) {
            throw new IllegalArgumentException("backlog limit of " + backlogLimit + " bytes is below one mebibyte");
        }
    }

    /** Bytes on disk that all running sessions of one person may use together: four times a session's. */
    public long personBudget() {
        return sessionBudget > Long.MAX_VALUE / PERSONS_SESSIONS ? Long.MAX_VALUE : sessionBudget * PERSONS_SESSIONS;
    }

    /** The defaults: two threads, 2 GiB a session, 1 GiB reserve, input and digests on. */
    public static RecorderSettings at(Path root) {
        return new RecorderSettings(root, 2, 2 * GIBIBYTE, GIBIBYTE, true, true, 64 * MEBIBYTE);
    }

    public RecorderSettings withThreads(int count) {
        return new RecorderSettings(root, count, sessionBudget, reserve, input, digests, backlogLimit);
    }

    public RecorderSettings withSessionBudget(long bytes) {
        return new RecorderSettings(root, threads, bytes, reserve, input, digests, backlogLimit);
    }

    public RecorderSettings withReserve(long bytes) {
        return new RecorderSettings(root, threads, sessionBudget, bytes, input, digests, backlogLimit);
    }

    public RecorderSettings withInput(boolean recorded) {
        return new RecorderSettings(root, threads, sessionBudget, reserve, recorded, digests, backlogLimit);
    }

    public RecorderSettings withDigests(boolean wanted) {
        return new RecorderSettings(root, threads, sessionBudget, reserve, input, wanted, backlogLimit);
    }

    public RecorderSettings withBacklogLimit(long bytes) {
        return new RecorderSettings(root, threads, sessionBudget, reserve, input, digests, bytes);
    }
}
