// SPDX-License-Identifier: GPL-3.0-or-later
package io.reactivex;

import java.util.function.Consumer;

/** Stands in for the class of this name: a flow of one item. */
public final class Flowable<T> {
  private final T item;

  public Flowable(T item) {
    this.item = item;
  }

  public void blockingForEach(Consumer<? super T> consumer) {
    consumer.accept(item);
  }
}
