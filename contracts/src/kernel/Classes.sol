// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IEquityFace} from "../interfaces/IFaces.sol";
import {IMasterOffice} from "../interfaces/IMasterOffice.sol";
import {Certificate, Conversion, Face, Holding, Keeping, Kind, Role} from "../libraries/Types.sol";
import {Replacements} from "./Replacements.sol";

/// @dev What is done with a whole share class, and what a holder does with the certificates it has.
abstract contract Classes is Replacements {
    modifier byItsIssuer(address face) {
        require(_faces[face].issuer == msg.sender, MasterNotYourSupply(face, msg.sender));
        _requireActive(msg.sender);
        _requireIdle();
        _;
    }

    /// @inheritdoc IMasterOffice
    function createClass(bytes32 name, bytes32 symbol, address trustee) external only(Role.Issuer) returns (address) {
        _requireLinked(trustee, _participants[msg.sender].parent);
        _requireRunning(EQUITY);
        return _createFace(Kind.Equity, trustee, msg.sender, name, symbol);
    }

    // -- another trustee: issuer and regulator, after notice

    /// @inheritdoc IMasterOffice
    function askClassTrustee(address face, address trustee) external byItsIssuer(face) {
        _requireRole(trustee, Role.Trustee);
        _requireActive(trustee);
        _keepings[face] = Keeping(trustee, uint64(block.timestamp) + NOTICE);
        emit ClassTrusteeAsked(face, trustee, uint64(block.timestamp) + NOTICE);
    }

    /// @inheritdoc IMasterOffice
    function confirmClassTrustee(address face, address trustee) external only(Role.Regulator) {
        Keeping memory k = _keepings[face];
        require(k.trustee == trustee && trustee != address(0), MasterNothingAsked(face));
        require(block.timestamp >= k.earliest, MasterTooEarly(k.earliest, block.timestamp));
        _requireActive(trustee);
        delete _keepings[face];
        emit ClassTrusteeChanged(face, trustee, _faces[face].trustee);
        _faces[face].trustee = trustee;
    }

    // -- conversion and redemption of a whole class: one ratio for all, issuer and trustee, after notice

    /// @inheritdoc IMasterOffice
    function askConversion(address face, uint64 numerator, uint64 denominator) external byItsIssuer(face) {
        require(denominator != 0, MasterRatioOutOfRange(numerator, denominator));
        uint64 earliest = uint64(block.timestamp) + NOTICE;
        Conversion storage c = _nextConversion(face);
        (c.numerator, c.denominator, c.earliest) = (numerator, denominator, earliest);
        emit ConversionAsked(face, numerator, denominator, earliest);
    }

    /// @inheritdoc IMasterOffice
    function confirmConversion(address face, uint64 numerator, uint64 denominator) external only(Role.Trustee) {
        Face storage f = _faces[face];
        require(f.trustee == msg.sender, MasterNotYourSupply(face, msg.sender));
        Conversion storage c = _nextConversion(face);
        bool same = c.numerator == numerator && c.denominator == denominator && denominator != 0;
        require(same, MasterNothingAsked(face));
        require(block.timestamp >= c.earliest, MasterTooEarly(c.earliest, block.timestamp));
        uint256 all = uint256(f.supply) * numerator / denominator;
        require(all <= type(uint64).max, MasterRatioOutOfRange(numerator, denominator));
        (c.begun, c.total, c.left) = (true, f.supply, f.supply);
        f.epoch += 1;
        emit ConversionBegun(face, f.epoch, numerator, denominator, f.supply);
    }

    /// @dev Neither a conversion that is unfinished, nor a record date that is still to come.
    function _requireQuiet(address face, Face storage f) private view {
        bool quiet = _passedRecords(face) == f.records && _conversions[face][f.epoch].left == 0;
        require(quiet, MasterClassBusy(face));
    }

    /// @dev The conversion that would follow.
    function _nextConversion(address face) private view returns (Conversion storage) {
        Face storage f = _faces[face];
        _requireQuiet(face, f);
        return _conversions[face][f.epoch + 1];
    }

    /// @inheritdoc IMasterOffice
    function convert(address face, uint256[] calldata ids) external idle {
        Face storage f = _faces[face];
        Conversion storage v = _conversions[face][f.epoch];
        for (uint256 i; i < ids.length; ++i) {
            _convert(face, f, v, ids[i]);
        }
        if (v.left == 0 && v.total != 0) _endConversion(face, f, v);
    }

    function _convert(address face, Face storage f, Conversion storage v, uint256 id) private {
        Certificate storage c = _existing(face, id);
        bool due = c.epoch != f.epoch && c.heldBy == address(0) && _templates[c.owner] == address(0);
        require(due, MasterNotConvertible(id));
        (address owner, uint64 before) = (c.owner, c.units);
        uint64 units = uint64(uint256(before) * v.numerator / v.denominator);
        Holding storage h = _note(face, owner);
        h.units = h.units - before + units;
        f.supply = f.supply - before + units;
        (v.left, v.granted) = (v.left - before, v.granted + units);
        (c.units, c.epoch) = (units, f.epoch);
        emit Converted(face, id, f.epoch, owner, before, units, f.supply);
        if (units == 0) _closeCertificate(face, id, owner);
    }

    /// @dev What rounding down left over goes to the issuer.
    function _endConversion(address face, Face storage f, Conversion storage v) private {
        uint64 residue = uint64(uint256(v.total) * v.numerator / v.denominator - v.granted);
        v.total = 0;
        uint256 id;
        if (residue != 0) {
            f.supply += residue;
            id = _openCertificate(face, f.issuer, residue, f.epoch, uint64(block.timestamp), 0, 0);
            IEquityFace(face).announceTransfer(address(0), f.issuer, id);
        }
        emit ConversionEnded(face, f.epoch, id, residue);
    }

    // -- record dates

    /// @inheritdoc IMasterOffice
    function setRecordDate(address face, uint64 recordAt) external returns (uint256) {
        address issuer = _requireActing();
        _requireInstance();
        Face storage f = _faces[face];
        require(f.issuer == issuer, MasterNotYourSupply(face, issuer));
        require(recordAt >= block.timestamp, MasterRecordInThePast(recordAt, block.timestamp));
        _requireQuiet(face, f);
        (f.records, f.recordAt) = (f.records + 1, recordAt);
        emit RecordDateSet(face, f.records, recordAt);
        return f.records;
    }

    /// @inheritdoc IMasterOffice
    function unitsAt(address face, uint256 record, address holder) external view returns (uint256) {
        require(record != 0 && record <= _passedRecords(face), MasterNoSuchRecord(face, record));
        Holding storage h = _holdings[face][holder];
        for (uint256 i = record; i <= h.noted; ++i) {
            uint256 kept = _recorded[face][holder][i];
            if (kept != 0) return kept - 1;
        }
        return h.units;
    }

    // -- a holder's own certificates, called by faces

    /// @inheritdoc IMasterOffice
    function splitCertificate(address caller, uint256 id, uint256 units)
        external
        onlyFace(Kind.Equity)
        returns (uint256)
    {
        Certificate storage c = _own(caller, id);
        _requireAmount(units);
        require(units < c.units, MasterUnitsTooFew(id, c.units, units));
        return _moveUnits(msg.sender, id, uint64(units), caller, c.acquiredAt, c.lockedUntil);
    }

    /// @inheritdoc IMasterOffice
    function mergeCertificates(address caller, uint256 id, uint256 into) external onlyFace(Kind.Equity) {
        require(id != into, MasterNotMergeable(id, into));
        Certificate storage from = _own(caller, id);
        Certificate storage to = _own(caller, into);
        if (from.acquiredAt > to.acquiredAt) to.acquiredAt = from.acquiredAt;
        if (from.lockedUntil > to.lockedUntil) to.lockedUntil = from.lockedUntil;
        uint64 units = from.units;
        to.units += units;
        emit UnitsMoved(msg.sender, id, into, caller, caller, units, to.acquiredAt, to.lockedUntil);
        _closeCertificate(msg.sender, id, caller);
    }

    /// @dev A free certificate of the door that acts upon the calling face.
    function _own(address caller, uint256 id) private view returns (Certificate storage c) {
        _requireCaller(caller);
        c = _existing(msg.sender, id);
        require(c.owner == caller, MasterNotTheOwner(id, c.owner, caller));
        _requireFree(msg.sender, id, c);
    }

    // -- readings

    function conversionOf(address face, uint32 epoch) external view returns (Conversion memory) {
        return _conversions[face][epoch];
    }
}
