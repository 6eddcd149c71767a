"""What becomes of a post: edited or withdrawn by its author, hidden and shown by moderators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.access import PersonRequest, permission_required
from scheduling.actions.discussions import DiscussionClosed, TooManyPosts
from scheduling.actions.posts import PostTakenAway, edit_post, hide_post, unhide_post, withdraw_post
from scheduling.forms.discussions import EditPostForm, HidePostForm
from scheduling.models import Post
from scheduling.views.discussions import address_of, too_many
from scheduling.views.find import find_post


@permission_required("scheduling.edit_post", find=find_post)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, post: Post) -> HttpResponse:
    """Change the words of one's own post."""
    if not post.is_shown or post.discussion.closed_at is not None:
        messages.warning(request, _("This post can no longer be changed."))
        return redirect(address_of(post))
    data = request.POST if request.method == "POST" else None
    form = EditPostForm(post.language, data, initial={"text": post.text})
    if form.is_valid():
        try:
            edit_post(post=post, text=form.cleaned_data["text"], by=request.user)
        except TooManyPosts as refusal:
            form.add_error("text", too_many(refusal))
        except (DiscussionClosed, PostTakenAway):
            messages.warning(request, _("This post can no longer be changed."))
            return redirect(address_of(post))
        else:
            messages.success(request, _("The post is changed."))
            return redirect(address_of(post))
    return render(request, "scheduling/post_edit.html", {"post": post, "form": form})


@permission_required("scheduling.edit_post", find=find_post)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: PersonRequest, post: Post) -> HttpResponse:
    """Ask once more, then take one's own post back."""
    if request.method != "POST":
        return render(request, "scheduling/post_withdraw.html", {"post": post})
    withdraw_post(post=post, by=request.user)
    messages.success(request, _("The post is withdrawn. Nobody sees its text any more."))
    return redirect(address_of(post))


@permission_required("scheduling.moderate_post", find=find_post)
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: PersonRequest, post: Post) -> HttpResponse:
    """Hide a post with a reason that its author reads."""
    form = HidePostForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            hide_post(post=post, reason=form.cleaned_data["reason"], by=request.user)
        except PostTakenAway:
            messages.info(request, _("The author has withdrawn the post already."))
        else:
            messages.success(request, _("The post is hidden. Its author sees the reason."))
        return redirect(address_of(post))
    return render(request, "scheduling/post_hide.html", {"post": post, "form": form})


@permission_required("scheduling.moderate_post", find=find_post)
@require_POST
def unhide(request: PersonRequest, post: Post) -> HttpResponse:
    """Show a hidden post again."""
    unhide_post(post=post, by=request.user)
    messages.success(request, _("The post is shown again."))
    return redirect(address_of(post))
