// SPDX-License-Identifier: GPL-3.0-or-later
package com.alibaba.dashscope.app;

import com.alibaba.dashscope.utils.Constants;
import com.google.gson.JsonElement;
import io.reactivex.Flowable;

/** Answers with the request. */
public final class Application {
  private static ApplicationResult answer(ApplicationParam param, boolean streams) {
    param.request.put("base_url", JsonElement.quote(Constants.baseHttpApiUrl));
    param.request.put("stream", streams);
    param.request.put("input", JsonElement.write(param.input));
    param.request.put("parameters", JsonElement.write(param.parameters));
    return new ApplicationResult(JsonElement.write(param.request));
  }

  public ApplicationResult call(ApplicationParam param) {
    return answer(param, false);
  }

  public Flowable<ApplicationResult> streamCall(ApplicationParam param) {
    return new Flowable<>(answer(param, true));
  }
}
