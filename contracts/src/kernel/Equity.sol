// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IEquityFace} from "../interfaces/IFaces.sol";
import {IEquityRules} from "../interfaces/IRules.sol";
import {IMasterCore} from "../interfaces/IMasterCore.sol";
import {Certificate, Face, Holding, Kind, Role} from "../libraries/Types.sol";
import {Money} from "./Money.sol";

/// @dev Equity: certificates that carry units. On a partial delivery the remainder keeps its id, the part gets a new one.
abstract contract Equity is Money {
    // -- called by doors

    /// @inheritdoc IMasterCore
    function mintUnits(address face, address to, uint256 units, bytes32 ref) external only(Role.Trustee) {
        Face storage f = _faces[face];
        require(f.kind == Kind.Equity, MasterNotAFace(face));
        require(f.trustee == msg.sender, MasterNotYourSupply(face, msg.sender));
        require(_templates[to] != address(0), MasterNotAReceiver(to));
        require(_deposits[face][ref].to == address(0), MasterReferenceUsed(ref));
        _requireAmount(units);
        IEquityRules(_running(EQUITY)).checkMint(face, to, units);

        _deposits[face][ref].to = to;
        f.supply += uint128(units);
        uint256 id = _openCertificate(face, to, uint64(units), f.epoch, uint64(block.timestamp), 0, 0);
        _holdings[face][to].lot = uint64(id);

        emit UnitsMinted(face, to, id, units, ref, f.supply);
        IEquityFace(face).announceTransfer(address(0), to, id);
    }

    // -- called by instances

    /// @inheritdoc IMasterCore
    function encumber(address face, uint256 id, uint256 units) external returns (uint32) {
        address door = _requireActing();
        _requireInstance();
        Certificate storage c = _existing(face, id);
        require(c.owner == door, MasterNotTheOwner(id, c.owner, door));
        _requireFree(face, id, c);
        _requireAmount(units);
        require(units <= c.units, MasterUnitsTooFew(id, c.units, units));
        _spend(face, units);
        IEquityRules(_running(EQUITY)).checkEncumber(face, id, msg.sender, units, c.lockedUntil);
        (c.heldBy, c.heldUnits, c.encumbrance) = (msg.sender, uint64(units), c.encumbrance + 1);
        delete _approved[face][id];
        emit Encumbered(face, id, msg.sender, units);
        return c.encumbrance;
    }

    /// @inheritdoc IMasterCore
    function release(address face, uint256 id) external {
        Certificate storage c = _certificates[face][id];
        require(c.heldBy == msg.sender && msg.sender != address(0), MasterNotHolding(id, msg.sender));
        _release(face, id, c);
    }

    /// @inheritdoc IMasterCore
    function deliver(address face, uint256 id, uint256 units, address to, uint64 lockedUntil) external returns (uint256) {
        _requireInstance();
        _requireReceiver(to);
        _requireAmount(units);
        Certificate storage c = _existing(face, id);
        require(units <= c.units, MasterUnitsTooFew(id, c.units, units));
        if (c.owner != msg.sender) {
            _deliverEncumbered(face, id, c, units, to);
            lockedUntil = c.lockedUntil; // a moratorium is inherited (R19)
        }
        return _moveUnits(face, id, uint64(units), to, uint64(block.timestamp), lockedUntil);
    }

    /// @dev What is encumbered moves only in an act upon its instance or a step of it, and the rules are asked.
    function _deliverEncumbered(address face, uint256 id, Certificate storage c, uint256 units, address to) private {
        require(c.heldBy == msg.sender, MasterNotHolding(id, msg.sender));
        require(units <= c.heldUnits, MasterUnitsTooFew(id, c.heldUnits, units));
        _requireMovable(face, id, c);
        if (_stepping != msg.sender) _requireActing();
        _requireActive(c.owner);
        _requireActive(to);
        IEquityRules(_running(EQUITY)).checkDelivery(face, id, c.owner, to, units, c.lockedUntil);
        uint64 left = c.heldUnits - uint64(units);
        if (left != 0) c.heldUnits = left;
        else _release(face, id, c);
    }

    /// @inheritdoc IMasterCore
    function giveBack(address face, uint256 id, uint256 units) external {
        _requireInstance();
        _requireAmount(units);
        Certificate storage c = _existing(face, id);
        require(c.owner == msg.sender, MasterNotTheOwner(id, c.owner, msg.sender));
        require(units <= c.units, MasterUnitsTooFew(id, c.units, units));
        _faces[face].supply -= uint128(units);
        _note(face, msg.sender).units -= uint128(units);
        c.units -= uint64(units);
        emit UnitsGivenBack(face, msg.sender, id, units, _faces[face].supply);
        if (c.units == 0) _closeCertificate(face, id, msg.sender);
    }

    // -- readings

    function certificateOf(address face, uint256 id) external view returns (Certificate memory) {
        return _certificates[face][id];
    }

    function holdingOf(address face, address holder) external view returns (Holding memory) {
        return _holdings[face][holder];
    }
}
