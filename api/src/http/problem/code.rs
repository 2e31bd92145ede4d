//! The closed list of problem codes. A client may rely on it: a code is never taken away or given
//! another meaning but by an ADR.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::lang::Lang;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident $code:literal $status:ident $zh:literal $en:literal;)+) => {
        /// What went wrong, for programs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $($(#[doc = $doc])+ #[serde(rename = $code)] $name,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The text in `code`.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The status that goes with it.
            #[must_use]
            pub fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)+ }
            }

            /// Title in this language.
            #[must_use]
            pub fn title(self, lang: Lang) -> &'static str {
                match self { $(Self::$name => lang.pick($zh, $en),)+ }
            }
        }
    };
}

codes! {
    /// The body is not JSON.
    InvalidJson "invalid_json" BAD_REQUEST "请求不是有效的 JSON" "The body is not valid JSON";
    /// The body is not UTF-8.
    InvalidEncoding "invalid_encoding" BAD_REQUEST "请求不是有效的 UTF-8 文本" "The body is not valid UTF-8";
    /// The body could not be read to its end.
    BodyBroken "body_broken" BAD_REQUEST "请求内容中断或损坏" "The body is cut short or damaged";
    /// The request cannot be understood.
    BadRequest "bad_request" BAD_REQUEST "请求无法识别" "The request cannot be understood";
    /// One or more fields are wrong; `errors` says which.
    InvalidInput "invalid_input" UNPROCESSABLE_ENTITY "填写的内容有误" "Some fields are wrong";
    /// A query parameter is wrong; `errors` says which.
    InvalidQuery "invalid_query" UNPROCESSABLE_ENTITY "查询条件有误" "A query parameter is wrong";
    /// The body is larger than allowed.
    TooLarge "too_large" PAYLOAD_TOO_LARGE "内容超过允许的大小" "The content is larger than allowed";
    /// The content type, or the type of a file, is not accepted.
    UnsupportedMediaType "unsupported_media_type" UNSUPPORTED_MEDIA_TYPE "不接受这种类型的内容" "This type of content is not accepted";
    /// The resource does not exist, or is not for this caller.
    NotFound "not_found" NOT_FOUND "没有找到" "Not found";
    /// The resource exists, but not for this method.
    MethodNotAllowed "method_not_allowed" METHOD_NOT_ALLOWED "不支持这种操作方式" "The method is not allowed here";
    /// A session is needed.
    SignInRequired "sign_in_required" UNAUTHORIZED "请先登录" "Please sign in";
    /// Login or password is wrong, or the account is disabled.
    SignInFailed "sign_in_failed" UNAUTHORIZED "账号或密码不正确" "Login or password is wrong";
    /// The session has ended.
    SessionEnded "session_ended" UNAUTHORIZED "登录已失效，请重新登录" "The session has ended; please sign in again";
    /// The role has no right to this action.
    Forbidden "forbidden" FORBIDDEN "没有权限" "Not allowed";
    /// The form is too old or came from elsewhere.
    FormExpired "form_expired" FORBIDDEN "页面已过期，请重新提交" "The form has expired; please send it again";
    /// The request came from another site.
    ForeignOrigin "foreign_origin" FORBIDDEN "请求来自其他网站" "The request came from another site";
    /// Somebody else changed the record first.
    StaleVersion "stale_version" CONFLICT "记录已被他人修改，请刷新后重试" "Somebody else changed the record; load it again";
    /// The law or the state of the record refuses the event.
    Refused "refused" CONFLICT "现在不能这样办理" "This cannot be done now";
    /// The law desk cannot answer: the facts are not such as the law knows.
    LawRefused "law_refused" UNPROCESSABLE_ENTITY "依现行规定不能这样计算" "The rules in force do not allow this";
    /// The idempotency key was used with another body.
    KeyReused "key_reused" CONFLICT "同一幂等键已用于不同的内容" "The idempotency key was used with other content";
    /// The same record exists already.
    Duplicate "duplicate" CONFLICT "记录已经存在" "The record exists already";
    /// Too many requests; `Retry-After` says when.
    RateLimited "rate_limited" TOO_MANY_REQUESTS "操作过于频繁，请稍后再试" "Too many requests; please try again later";
    /// The answer took too long.
    TimeLimit "time_limit" SERVICE_UNAVAILABLE "处理超时，请稍后再试" "The answer took too long; please try again";
    /// The database is busy or away.
    Unavailable "unavailable" SERVICE_UNAVAILABLE "系统繁忙，请稍后再试" "The system is busy; please try again";
    /// A fault of the program.
    Internal "internal" INTERNAL_SERVER_ERROR "系统出现错误" "The system failed";
}
