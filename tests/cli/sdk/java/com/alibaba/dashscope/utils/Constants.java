// SPDX-License-Identifier: GPL-3.0-or-later
package com.alibaba.dashscope.utils;

/** Stands in for the SDK's class of this name. */
public final class Constants {
  public static String baseHttpApiUrl;
}
