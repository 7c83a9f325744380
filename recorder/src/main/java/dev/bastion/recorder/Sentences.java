package dev.bastion.recorder;

/** What people read when a recording ends before its session. */
final class Sentences {

    private Sentences() {}

    static String of(RecordingFailure.Kind kind) {
        return switch (kind) {
            case STORE_FAILED -> "this session ends: its recording can no longer be stored";
            case DIRECTORY_LOST -> "this session ends: the directory of its recording is gone or read-only";
            case BUDGET_USED -> "this session ends: its recording has reached the size that a session may use";
            case DISK_RESERVE -> "this session ends: the disk of the recordings is almost full and it wrote most";
            case FELL_BEHIND -> "this session ends: its recording cannot keep up";
            case ENDED -> "this session ends: its recording has ended";
        };
    }
}
