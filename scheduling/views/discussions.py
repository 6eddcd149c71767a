"""A group's discussions: the lists, one discussion with its posts, beginning one."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.queries import module_page_of, url_of
from people.access import PersonRequest, permission_required
from scheduling.actions.discussions import (
    DiscussionClosed,
    TooManyPosts,
    close_discussion,
    mark_read,
    reopen_discussion,
    start_discussion,
    write_post,
)
from scheduling.forms.discussions import DiscussionFilterForm, PostForm, StartForm
from scheduling.models import Discussion, Post, TrainingGroup
from scheduling.queries.discussions import (
    discussion_rows,
    discussions_of,
    parts_to_discuss,
    post_views,
    posts_of,
    read_up_to,
    unanswered_for,
)
from scheduling.queries.following import follows, follows_module
from scheduling.views.find import find_discussion, find_group, find_new_discussion

PER_PAGE = 30
POSTS_PER_PAGE = 50


@permission_required("scheduling.see_discussions", find=find_group)
@require_safe
def group_discussions(request: PersonRequest, group: TrainingGroup) -> HttpResponse:
    """List what the reader may read of a group, of all modules or of one."""
    form = DiscussionFilterForm(group, request.GET)
    found = discussions_of(group, request.user, **form.chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = discussion_rows(page.object_list)
    module, part = form.chosen["module"], form.chosen["part"]
    parts = parts_to_discuss(module, request.user.person_id) if module and part else ()
    context = {
        "group": group,
        "form": form,
        "page": page,
        "rows": rows,
        "module": module,
        "part": next((one for one in parts if one.id == part), None),
        "follows": module is not None
        and follows_module(Discussion(group=group, module=module), request.user),
        "teaches": request.user.has_perm("scheduling.see_group", group),
    }
    return render(request, "scheduling/discussion_list.html", context)


@permission_required("scheduling.list_unanswered")
@require_safe
def unanswered(request: PersonRequest) -> HttpResponse:
    """List what waits for the trainer's answer in any of their groups."""
    page = Paginator(unanswered_for(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": discussion_rows(page.object_list), "now": timezone.now()}
    return render(request, "scheduling/unanswered.html", context)


@permission_required("scheduling.start_discussion", find=find_new_discussion)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: PersonRequest, place: Discussion) -> HttpResponse:
    """Begin a discussion, or ask the trainers."""
    parts = parts_to_discuss(place.module, request.user.person_id)
    if request.method == "POST":
        form = StartForm(parts, request.POST)
        if form.is_valid():
            try:
                discussion = start_discussion(
                    place=place,
                    kind=form.cleaned_data["kind"],
                    part=form.chosen_part,
                    text=form.cleaned_data["text"],
                    nonce=form.cleaned_data["nonce"],
                    by=request.user,
                )
            except TooManyPosts as refusal:
                form.add_error("text", too_many(refusal))
            else:
                messages.success(request, _("Sent."))
                return redirect("scheduling:discussion", discussion.pk)
    else:
        form = StartForm(parts, initial={"part": request.GET.get("part", "")})
    context = {"place": place, "form": form, "module_page": module_page_of(place.module)}
    return render(request, "scheduling/discussion_new.html", context)


@permission_required("scheduling.see_discussion", find=find_discussion)
@require_http_methods(["GET", "HEAD", "POST"])
def discussion(request: PersonRequest, discussion: Discussion) -> HttpResponse:
    """Show the posts and remember that they were read; take a new post."""
    if request.method != "POST":
        return _page(request, discussion, PostForm())
    form = PostForm(request.POST)
    if form.is_valid():
        try:
            post = write_post(discussion=discussion, by=request.user, **form.cleaned_data)
        except TooManyPosts as refusal:
            form.add_error("text", too_many(refusal))
        except DiscussionClosed:
            form.add_error("text", _("The discussion has been closed. Nothing was sent."))
        else:
            messages.success(request, _("Sent."))
            return redirect(address_of(post))
    return _page(request, find_discussion(discussion.pk), form)


def _page(request: PersonRequest, discussion: Discussion, form: PostForm) -> HttpResponse:
    moderates = request.user.has_perm("scheduling.moderate_discussion", discussion)
    read = read_up_to(discussion, request.user)
    page = _page_of_posts(request, discussion, read, moderates=moderates)
    posts = list(page.object_list)
    # The one thing that looking changes: what is new to the reader.
    if request.method != "HEAD" and posts and posts[-1].pk > read:
        mark_read(discussion=discussion, last_post=posts[-1].pk, by=request.user)
    module_page = module_page_of(discussion.module)
    context = {
        "discussion": discussion,
        "page": page,
        "posts": post_views(posts, request.user, moderates=moderates),
        "moderates": moderates,
        "read": read,
        "follows": follows(discussion, request.user),
        "form": form,
        "module_page": module_page,
        "part_url": f"{url_of(module_page)}#{discussion.part_id}" if module_page else "",
    }
    return render(request, "scheduling/discussion.html", context)


def _page_of_posts(
    request: PersonRequest, discussion: Discussion, read: int, *, moderates: bool
) -> Page:
    """Return the page asked for; else the one with the first post not read, or the last."""
    pages = Paginator(posts_of(discussion, moderates=moderates), POSTS_PER_PAGE)
    asked = request.GET.get("page")
    if asked is None:
        known = discussion.posts.filter(pk__lte=read).count()
        return pages.get_page(min(known // POSTS_PER_PAGE + 1, pages.num_pages))
    return pages.get_page(asked)


def address_of(post: Post) -> str:
    """Return where the post is read."""
    earlier = Post.objects.filter(discussion=post.discussion_id, pk__lt=post.pk).count()
    url = reverse("scheduling:discussion", args=[post.discussion_id])
    return f"{url}?page={earlier // POSTS_PER_PAGE + 1}#post-{post.pk}"


def too_many(refusal: TooManyPosts) -> str:
    """Say when the next post may be written."""
    return _(
        "You have written many posts within an hour. You can write the next one after %(time)s. "
        "Copy your text, so that it is not lost."
    ) % {"time": time_format(timezone.localtime(refusal.again_at))}


@permission_required("scheduling.moderate_discussion", find=find_discussion)
@require_POST
def close(request: PersonRequest, discussion: Discussion) -> HttpResponse:
    """Close the discussion, or open it again."""
    if request.POST.get("do") == "reopen":
        reopen_discussion(discussion=discussion, by=request.user)
        messages.success(request, _("The discussion is open again."))
    else:
        close_discussion(discussion=discussion, by=request.user)
        messages.success(request, _("The discussion is closed. It can still be read."))
    return redirect("scheduling:discussion", discussion.pk)
