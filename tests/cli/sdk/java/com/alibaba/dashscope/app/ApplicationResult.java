// SPDX-License-Identifier: GPL-3.0-or-later
package com.alibaba.dashscope.app;

/** Stands in for the SDK's class of this name. */
public final class ApplicationResult {
  private final String output;

  ApplicationResult(String output) {
    this.output = output;
  }

  public Object getOutput() {
    return output;
  }
}
