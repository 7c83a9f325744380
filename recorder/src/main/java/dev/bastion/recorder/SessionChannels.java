package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The channels of one session: those that are being recorded and what is known of those that ended. On the session's lane,
 * but for {@link #begin}.
 */
final class SessionChannels {

    /** Where a recording stands: scp's far end is recorded twice, as the command that it is and as its transfers. */
    record Place(int number, boolean transfers) {}

    /** Makes a channel's recording; on the lane. */
    interface Opening<C extends LiveChannel> {
        C create() throws IOException;
    }

    private final Lane lane;
    private final RecordingState state;
    private final SessionFiles files;
    private final EventLog events;
    private final Map<Place, LiveChannel> channels = new HashMap<>();
    private final List<ObjectNode> ended = new ArrayList<>();

    SessionChannels(Lane lane, RecordingState state, SessionFiles files, EventLog events) {
        this.lane = lane;
        this.state = state;
        this.files = files;
        this.events = events;
    }

    /** Begins the recording of a channel, from any thread; completes on the lane when its beginning is on disk. */
    <R extends ChannelRecording, C extends LiveChannel> CompletionStage<R> begin(Place place, Opening<C> opening) {
        CompletableFuture<R> ready = new CompletableFuture<>();
        lane.execute(() -> {
            try {
                state.check();
                if (channels.containsKey(place)) {
                    throw new IllegalStateException("channel " + place.number() + " is recorded already");
                }
                C channel = opening.create();
                channels.put(place, channel);
                putOnDisk(channel, ready);
            } catch (IOException failed) {
                state.failed(failed);
                ready.completeExceptionally(state.exception(failed));
            } catch (RuntimeException refused) {
                ready.completeExceptionally(refused);
            }
        });
        return ready;
    }

    private <R extends ChannelRecording, C extends LiveChannel> void putOnDisk(C channel, CompletableFuture<R> ready) {
        files.place(
                channel.main(),
                failed -> lane.execute(() -> {
                    failed.ifPresent(state::notOnDisk);
                    if (state.hasFailed()) {
                        ready.completeExceptionally(state.exception(failed.orElse(null)));
                        return;
                    }
                    files.directory().placed();
                    @SuppressWarnings("unchecked") // each opening makes the kind that its method promises
                    R recording = (R) channel;
                    ready.complete(recording);
                }));
    }

    /** A channel has ended; its facts go to the log of events and, at the end, to the facts of the session. */
    void closed(LiveChannel channel, ObjectNode about) {
        if (channels.values().remove(channel)) {
            ended.add(about);
        }
        if (!state.hasFailed()) {
            events.writeOrFail("channel-closed", about);
            files.release(channel.main());
        }
    }

    /** Ends all channels because the recording failed. */
    void breakOff() {
        for (LiveChannel channel : List.copyOf(channels.values())) {
            channel.drain();
            channel.abort();
        }
    }

    /** Ends all channels because the session is sealed. */
    void closeForSeal() {
        for (LiveChannel channel : List.copyOf(channels.values())) {
            channel.closeForSeal();
        }
    }

    /** The facts of those that ended, in that order. */
    List<ObjectNode> ended() {
        return List.copyOf(ended);
    }
}
