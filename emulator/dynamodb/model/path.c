#include "dynamodb/model/path.h"

model_path model_path_of(text attribute) { return (model_path){{{.name = attribute}}, 1}; }

model_path model_path_name(model_path path, text name) {
    path.steps[path.count++] = (model_step){.name = name};
    return path;
}

model_path model_path_index(model_path path, int index) {
    path.steps[path.count++] = (model_step){.is_index = true, .index = index};
    return path;
}

static bool steps_equal(const model_step *a, const model_step *b) {
    return a->is_index == b->is_index && a->index == b->index && text_equal(a->name, b->name);
}

bool model_path_begins(const model_path *path, const model_path *beginning) {
    for (int i = 0; i < beginning->count; i++)
        if (i == path->count || !steps_equal(&path->steps[i], &beginning->steps[i]))
            return false;
    return true;
}

bool model_paths_agree(const model_path *a, const model_path *b) {
    for (int i = 0; i < a->count && i < b->count; i++)
        if (!steps_equal(&a->steps[i], &b->steps[i]))
            return a->steps[i].is_index == b->steps[i].is_index;
    return false;
}

const model_value *model_find(const model_value *item, const model_path *path) {
    const model_value *value = item;
    for (int i = 0; value && i < path->count; i++) {
        const model_step *step = &path->steps[i];
        if (!step->is_index)
            value = model_get(value, step->name);
        else if (value->type == MODEL_LIST && step->index < value->count)
            value = &value->members[step->index].value;
        else
            value = NULL;
    }
    return value;
}

/* ---- projections ---- */

/* The paths that are asked for. */
typedef struct wanted {
    arena *arena;
    const model_path *paths;
    int count;
} wanted;

/* What is shown of the value at that place. */
static model_value shown(const wanted *self, const model_value *value, const model_path *place) {
    bool is_on_the_way = place->count == 0;
    for (int i = 0; i < self->count; i++) {
        if (place->count > 0 && model_path_begins(place, &self->paths[i]))
            return *value;
        is_on_the_way = is_on_the_way || model_path_begins(&self->paths[i], place);
    }
    if (!is_on_the_way || (value->type != MODEL_MAP && value->type != MODEL_LIST))
        return (model_value){0};
    model_member *members = arena_alloc(self->arena, (size_t)value->count * sizeof *members);
    model_value part = {.type = value->type, .members = members};
    for (int i = 0; i < value->count; i++) {
        model_path inner =
            value->type == MODEL_MAP ? model_path_name(*place, value->members[i].name) : model_path_index(*place, i);
        model_value member = shown(self, &value->members[i].value, &inner);
        if (member.type != MODEL_ABSENT)
            members[part.count++] = (model_member){value->members[i].name, member};
    }
    return part.count > 0 || place->count == 0 ? part : (model_value){0};
}

model_value model_project(arena *arena, const model_value *item, const model_path *paths, int count) {
    const wanted wanted = {arena, paths, count};
    return count > 0 ? shown(&wanted, item, &(model_path){0}) : *item;
}
