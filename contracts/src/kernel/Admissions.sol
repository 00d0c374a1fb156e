// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMasterOffice} from "../interfaces/IMasterOffice.sol";
import {Class, Link, Move, Participant, Role, Standing} from "../libraries/Types.sol";
import {Transfers} from "./Transfers.sol";

/// @dev Who stands how, who is linked to whom, who changes to whom (promise 5).
abstract contract Admissions is Transfers {
    /// @dev A freeze lapses after this long unless it is confirmed.
    uint64 internal constant FREEZE = 30 days;

    /// @inheritdoc IMasterOffice
    function renew(address door, Class class, uint64 validUntil) external only(Role.Operator) {
        Participant storage p = _childOf(msg.sender, door);
        require(p.standing != Standing.Revoked, MasterRevoked(door));
        _requireCertified(p.role, class, validUntil);
        (p.class, p.validUntil) = (class, _future(validUntil));
        emit Renewed(door, class, validUntil);
    }

    /// @inheritdoc IMasterOffice
    function setStanding(address door, Standing standing, bytes32 reason) external idle {
        _requireActive(msg.sender);
        Participant storage p = _childOf(msg.sender, door);
        require(p.standing != Standing.Revoked, MasterRevoked(door));
        require(standing != Standing.None, MasterNotActive(door, door));
        p.standing = standing;
        emit StandingChanged(door, standing, msg.sender, reason);
    }

    /// @inheritdoc IMasterOffice
    function freeze(address door, uint64 until, bytes32 reason) external only(Role.Regulator) {
        Participant storage p = _participants[door];
        require(p.role > Role.Regulator, NotAParticipant(door));
        // a first freeze lapses by itself; one that confirms a running freeze may last longer; zero lifts it
        uint64 lapse = uint64(block.timestamp) + FREEZE;
        uint64 last = until > lapse && p.frozenUntil <= block.timestamp ? lapse : until;
        p.frozenUntil = last > type(uint32).max ? type(uint32).max : uint32(last);
        emit Frozen(door, p.frozenUntil, msg.sender, reason);
    }

    // -- links

    /// @inheritdoc IMasterOffice
    function link(address other) external idle {
        _requireActive(msg.sender);
        bool byTrustee = _participants[msg.sender].role == Role.Trustee;
        _requireRole(msg.sender, byTrustee ? Role.Trustee : Role.Operator);
        _requireRole(other, byTrustee ? Role.Operator : Role.Trustee);
        (address trustee, address operator) = byTrustee ? (msg.sender, other) : (other, msg.sender);
        Link found = _links[trustee][operator];
        Link mine = byTrustee ? Link.OfferedByTrustee : Link.OfferedByOperator;
        Link theirs = byTrustee ? Link.OfferedByOperator : Link.OfferedByTrustee;
        if (found == Link.None) found = mine;
        else if (found == theirs || (found == Link.Suspended && byTrustee)) found = Link.Active;
        else revert MasterLinkOutOfState(found);
        _links[trustee][operator] = found;
        emit Linked(trustee, operator, found);
    }

    /// @inheritdoc IMasterOffice
    function suspendLink(address operator) external only(Role.Trustee) {
        Link found = _links[msg.sender][operator];
        require(found == Link.Active, MasterLinkOutOfState(found));
        _links[msg.sender][operator] = Link.Suspended;
        emit Linked(msg.sender, operator, Link.Suspended);
    }

    /// @inheritdoc IMasterOffice
    function nameSuccessor(address trustee, address successor) external only(Role.Regulator) {
        _requireRole(trustee, Role.Trustee);
        _requireRole(successor, Role.Trustee);
        require(_participants[trustee].standing == Standing.Revoked, MasterNotActive(trustee, trustee));
        _requireActive(successor);
        _successors[trustee] = successor;
        emit SuccessorNamed(trustee, successor);
    }

    // -- a client's move: client and new operator

    /// @inheritdoc IMasterOffice
    /// @dev Its own standing counts, not that of the operator it leaves.
    function askToMove(address operator, address trustee) external idle {
        Participant storage p = _participants[msg.sender];
        require(p.role == Role.Issuer || p.role == Role.Investor, NotAParticipant(msg.sender));
        require(p.standing == Standing.Active, MasterNotActive(msg.sender, msg.sender));
        _requireUnfrozen(msg.sender);
        _requireRole(operator, Role.Operator);
        _requireLinked(trustee, operator);
        _moves[msg.sender] = Move(operator, trustee);
        emit MoveAsked(msg.sender, operator, trustee);
    }

    /// @inheritdoc IMasterOffice
    function takeOver(address client) external only(Role.Operator) {
        Move memory m = _moves[client];
        Participant storage p = _participants[client];
        require(m.operator == msg.sender, MasterMoveNotAsked(client, msg.sender));
        require(p.standing == Standing.Active, MasterNotActive(client, client));
        _requireUnfrozen(client);
        _requireLinked(m.trustee, msg.sender);
        address former = p.parent;
        (p.parent, p.trustee) = (msg.sender, m.trustee);
        delete _moves[client];
        emit Moved(client, msg.sender, m.trustee, former);
    }

    // -- readings

    function linkOf(address trustee, address operator) external view returns (Link) {
        return _links[trustee][operator];
    }

    function successorOf(address trustee) external view returns (address) {
        return _successors[trustee];
    }
}
