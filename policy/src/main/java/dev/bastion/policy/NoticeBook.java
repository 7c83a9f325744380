package dev.bastion.policy;

import dev.bastion.policy.BastionEvent.NoticesLost;
import java.util.List;

/** What receivers were not told, as the events say: for each all that was lost, and when the last of it. One thread writes. */
final class NoticeBook {

    private final Table<String, NoticesLost> lost;

    NoticeBook() {
        this(Table.base());
    }

    private NoticeBook(Table<String, NoticesLost> lost) {
        this.lost = lost;
    }

    NoticeBook overlay() {
        return new NoticeBook(lost.overlay());
    }

    List<NoticesLost> lost() {
        return lost.rows();
    }

    void lost(NoticesLost event) {
        long before = lost.row(event.receiver()).map(NoticesLost::count).orElse(0L);
        lost.put(event.receiver(), new NoticesLost(event.receiver(), before + event.count(), event.at()));
    }
}
