"""Letters about discussions: wanting them, how often, and stopping them from a letter."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from people.access import PersonRequest, permission_required, public, signed_in
from scheduling.actions.following import (
    choose_rhythm,
    follow_discussion,
    follow_module,
    read_token,
    stop_letters,
)
from scheduling.forms.discussions import RhythmForm
from scheduling.models import Discussion, DiscussionLetters
from scheduling.views.find import find_discussion, find_new_discussion


@permission_required("scheduling.see_discussion", find=find_discussion)
@require_POST
def follow(request: PersonRequest, discussion: Discussion) -> HttpResponse:
    """Want letters about the discussion, or no longer."""
    is_wanted = request.POST.get("do") == "follow"
    follow_discussion(discussion=discussion, is_wanted=is_wanted, by=request.user)
    _say(request, is_wanted=is_wanted)
    return redirect("scheduling:discussion", discussion.pk)


@permission_required("scheduling.start_discussion", find=find_new_discussion)
@require_POST
def follow_all(request: PersonRequest, place: Discussion) -> HttpResponse:
    """Want letters about everything the group writes of a module, or no longer."""
    is_wanted = request.POST.get("do") == "follow"
    follow_module(place=place, is_wanted=is_wanted, by=request.user)
    _say(request, is_wanted=is_wanted)
    url = reverse("scheduling:group_discussions", args=[place.group_id])
    return redirect(f"{url}?module={place.module.code}")


def _say(request: PersonRequest, *, is_wanted: bool) -> None:
    if not is_wanted:
        messages.success(request, _("The letters are stopped."))
        return
    rhythm = DiscussionLetters.objects.filter(user=request.user).values_list("rhythm", flat=True)
    if rhythm.first() == DiscussionLetters.Rhythm.NEVER:
        messages.warning(
            request,
            _("You have stopped all letters about discussions. Choose how often they come."),
        )
        return
    messages.success(request, _("You will get letters about new posts."))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: PersonRequest) -> HttpResponse:
    """Choose how often letters about discussions come."""
    if request.method == "POST":
        form = RhythmForm(request.POST)
        if form.is_valid():
            choose_rhythm(rhythm=form.cleaned_data["rhythm"], by=request.user)
            messages.success(request, _("Your choice is saved."))
            return redirect("scheduling:discussion_letters")
    else:
        found = DiscussionLetters.objects.filter(user=request.user).first()
        rhythm = found.rhythm if found else DiscussionLetters.Rhythm.SOON
        form = RhythmForm(initial={"rhythm": rhythm})
    return render(request, "scheduling/discussion_letters.html", {"form": form})


@public
@csrf_exempt  # mail programs send this without our cookies; the token says whose letters it is
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop letters without signing in; looking at the page, as scanners of mail do, stops nothing."""
    found = read_token(token)
    if found is None:
        raise Http404
    user, discussion = found
    is_done = request.method == "POST"
    if is_done:
        stop_letters(user=user, discussion=discussion)
    context = {"is_done": is_done, "is_about_one": discussion is not None}
    return render(request, "scheduling/stop_letters.html", context)
